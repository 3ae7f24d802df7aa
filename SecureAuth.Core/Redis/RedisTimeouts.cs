using System.Net;
using Microsoft.Extensions.Configuration;
using SecureAuth.Core.Configuration;
using StackExchange.Redis;
using StackExchange.Redis.Configuration;

namespace SecureAuth.Core.Redis;

/// <summary>
/// How the client behaves while Redis is away: the process starts all the same, a call fails at once instead of queueing,
/// and the connection comes back within a second or two of the server. As defaults, so that what the connection string
/// itself says wins. Each call is bounded more tightly by <see cref="RedisLink"/>.
/// </summary>
public sealed class RedisTimeouts : DefaultOptionsProvider
{
    private const string Allowed = "a StackExchange.Redis connection string, such as host:6379,password=…";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private RedisTimeouts()
    {
    }

    public override bool AbortOnConnectFail => false;

    public override BacklogPolicy BacklogPolicy => BacklogPolicy.FailFast;

    public override int ConnectRetry => 1;

    public override TimeSpan? ConnectTimeout => Patience;

    /// <summary>For synchronous and, by default, for asynchronous calls.</summary>
    public override TimeSpan SyncTimeout => Patience;

    public override IReconnectRetryPolicy ReconnectRetryPolicy => new LinearRetry((int)Patience.TotalMilliseconds);

    /// <summary>Reads the connection string and bounds it.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">It is missing or cannot be read.</exception>
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

    /// <summary>The parser takes any text for a host's name, a URL too.</summary>
    private static bool IsUsable(EndPoint server) =>
        server is not DnsEndPoint named || Uri.CheckHostName(named.Host) != UriHostNameType.Unknown;

    /// <summary>For options that somebody else has read, as Aspire's client integration does.</summary>
    public static void Apply(ConfigurationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Defaults = new RedisTimeouts();
    }
}
