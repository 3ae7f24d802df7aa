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
    public static void Describe(Activity? span, RedisScript script, IDatabase database, RedisKey[] keys)
    {
        if (span is not { IsAllDataRequested: true })
        {
            return;
        }

        span.SetTag("db.system.name", "redis");
        span.SetTag("db.operation.name", "EVALSHA");
        span.SetTag("db.query.summary", script.Name);
        span.SetTag("db.namespace", database.Database.ToString(CultureInfo.InvariantCulture));
        switch (database.IdentifyEndpoint(keys[0]))
        {
            case DnsEndPoint name:
                Locate(span, name.Host, name.Port);
                break;

            case IPEndPoint address:
                Locate(span, address.Address.ToString(), address.Port);
                break;
        }
    }

    private static void Locate(Activity span, string address, int port) =>
        span.SetTag("server.address", address).SetTag("server.port", port);
}
