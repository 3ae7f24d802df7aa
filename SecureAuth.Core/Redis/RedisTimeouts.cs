using System.Net;
using Microsoft.Extensions.Configuration;
using SecureAuth.Core.Configuration;
using StackExchange.Redis;
using StackExchange.Redis.Configuration;

namespace SecureAuth.Core.Redis;

/// <summary>
/// The client's behaviour while Redis is unavailable: the process starts anyway, a call fails at once instead of being queued,
/// and the client reconnects within a second or two once the server is back. These are defaults, so values in the connection
/// string take precedence. <see cref="RedisLink"/> sets a tighter limit for each call.
/// </summary>
public sealed class RedisTimeouts : DefaultOptionsProvider
{
    private const string Allowed =
        "a StackExchange.Redis connection string, such as host:6379,password=…, or nothing (ConnectionStrings__redis=) to run "
        + "one instance without Redis";

    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(1);

    private RedisTimeouts()
    {
    }

    public override bool AbortOnConnectFail => false;

    public override BacklogPolicy BacklogPolicy => BacklogPolicy.FailFast;

    public override int ConnectRetry => 1;

    public override TimeSpan? ConnectTimeout => MaxWait;

    /// <summary>The timeout of synchronous and, by default, of asynchronous calls.</summary>
    public override TimeSpan SyncTimeout => MaxWait;

    public override IReconnectRetryPolicy ReconnectRetryPolicy => new LinearRetry((int)MaxWait.TotalMilliseconds);

    /// <summary>Returns null in an installation without Redis, whose connection string is set to nothing.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">
    /// The connection string is missing or cannot be parsed.
    /// </exception>
    public static ConfigurationOptions? OptionsIfUsed(IConfiguration configuration) =>
        ConnectionStrings.IsLeftEmpty(configuration, ConnectionStrings.Redis) ? null : Options(configuration);

    /// <summary>Reads the connection string and adds the timeouts to it.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">
    /// The connection string is missing or cannot be parsed.
    /// </exception>
    public static ConfigurationOptions Options(IConfiguration configuration)
    {
        var text = ConnectionStrings.Require(configuration, ConnectionStrings.Redis, Allowed);
        try
        {
            var options = ConfigurationOptions.Parse(text);
            Apply(options);
            return options.EndPoints.Count > 0 && options.EndPoints.All(IsUsable) ? options : throw new FormatException();
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            throw ConnectionStrings.Unreadable(ConnectionStrings.Redis, Allowed);
        }
    }

    /// <summary>The parser accepts any text as a host name, even a URL.</summary>
    private static bool IsUsable(EndPoint server) =>
        server is not DnsEndPoint named || Uri.CheckHostName(named.Host) != UriHostNameType.Unknown;

    /// <summary>Adds the timeouts to options that were read elsewhere, for example by Aspire's client integration.</summary>
    public static void Apply(ConfigurationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Defaults = new RedisTimeouts();
    }
}
