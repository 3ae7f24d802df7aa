using System.Diagnostics;
using System.Globalization;
using System.Net;
using StackExchange.Redis;

namespace SecureAuth.Core.Redis;

/// <summary>
/// The attributes of a call to Redis, by OpenTelemetry's semantic conventions for Redis. The keys and arguments are left out,
/// because they contain addresses and session ids.
/// </summary>
internal static class RedisSpan
{
    public static void Describe(Activity? span, IDatabase database, RedisKey[] keys)
    {
        if (span is not { IsAllDataRequested: true })
        {
            return;
        }

        Describe(span, database.Multiplexer, keys[0], "EVALSHA");
        span.SetTag("db.namespace", database.Database.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Describes a message, which has no key and goes to any server.</summary>
    public static void DescribeMessage(Activity? span, IConnectionMultiplexer connection)
    {
        if (span is { IsAllDataRequested: true })
        {
            Describe(span, connection, default, "PUBLISH");
        }
    }

    /// <summary>The server is chosen without asking Redis, which <c>IdentifyEndpoint</c> would do.</summary>
    private static void Describe(Activity span, IConnectionMultiplexer connection, RedisKey key, string operation)
    {
        span.SetTag("db.system.name", "redis");
        span.SetTag("db.operation.name", operation);
        span.SetTag("db.query.summary", span.DisplayName);
        switch (ServerOf(connection, key)?.EndPoint)
        {
            case DnsEndPoint name:
                Locate(span, name.Host, name.Port);
                break;

            case IPEndPoint address:
                Locate(span, address.Address.ToString(), address.Port);
                break;
        }
    }

    /// <summary>Returns null if no server is connected. The call itself then fails in the way that its caller expects.</summary>
    private static IServer? ServerOf(IConnectionMultiplexer connection, RedisKey key)
    {
        try
        {
            return connection.GetServer(key);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static void Locate(Activity span, string address, int port) =>
        span.SetTag("server.address", address).SetTag("server.port", port);
}
