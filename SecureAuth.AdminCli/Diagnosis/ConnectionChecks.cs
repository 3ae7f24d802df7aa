using System.Net;
using Microsoft.Extensions.Configuration;
using Npgsql;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.Core.Configuration;
using SecureAuth.Core.Data;
using SecureAuth.Core.Redis;
using StackExchange.Redis;

namespace SecureAuth.AdminCli.Diagnosis;

/// <summary>Whether what goes to the stores could be read or changed on the way.</summary>
internal static class ConnectionChecks
{
    private static readonly string[] Databases =
        [ConnectionStrings.Postgres, ConnectionStrings.Operator, ConnectionStrings.Migrations];

    public static IReadOnlyList<Check> All { get; } =
    [
        new("tls to postgres", CheckedStore.None, CheckPostgresAsync),
        new("tls to redis", CheckedStore.None, CheckRedisAsync),
        Check.OfSettings("redis password", CheckRedisPassword),
    ];

    /// <summary>The modes below Require do without TLS if the server, or somebody on the way, offers none.</summary>
    private static async Task<Verdict> CheckPostgresAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        foreach (var name in Databases.Where(name => ConnectionStrings.IsSet(invocation.Configuration, name)))
        {
            var connection = new NpgsqlConnectionStringBuilder(PostgresTimeouts.ConnectionString(invocation.Configuration, name));
            if (connection.SslMode >= SslMode.Require)
            {
                continue;
            }

            foreach (var host in (connection.Host ?? "").Split(',', StringSplitOptions.TrimEntries).Select(WithoutPort))
            {
                if (!NetworkPlace.IsLoopback(host))
                {
                    return Verdict.Warning(
                        $"the connection to {host}, {await PlaceOfAsync(host, cancellationToken)}, may be plain",
                        $"add SSL Mode=VerifyFull to ConnectionStrings__{name}");
                }
            }
        }

        return Verdict.Ok("every connection is encrypted or stays on this host");
    }

    private static async Task<Verdict> CheckRedisAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        if (OptionsOf(invocation.Configuration) is { Ssl: false } options)
        {
            foreach (var host in options.EndPoints.Select(HostOf))
            {
                if (!NetworkPlace.IsLoopback(host))
                {
                    return Verdict.Warning(
                        $"the connection to {host}, {await PlaceOfAsync(host, cancellationToken)}, is plain",
                        "add ssl=true to ConnectionStrings__redis");
                }
            }
        }

        return Verdict.Ok("every connection is encrypted or stays on this host");
    }

    private static async Task<string> PlaceOfAsync(string host, CancellationToken cancellationToken) =>
        await NetworkPlace.IsPrivateAsync(host, cancellationToken) ? "in a private network" : "outside of private networks";

    private static Verdict CheckRedisPassword(Invocation invocation) =>
        OptionsOf(invocation.Configuration) is { } options
        && string.IsNullOrEmpty(options.Password) && !options.EndPoints.Select(HostOf).All(NetworkPlace.IsLoopback)
            ? Verdict.Warning(
                "Redis is used without a password, so whoever reaches it can lift every limit",
                "set requirepass or a user at the server, and add password=… to ConnectionStrings__redis")
            : Verdict.Ok("a password protects Redis, or it is on this host alone");

    private static ConfigurationOptions? OptionsOf(IConfiguration configuration) =>
        ConnectionStrings.IsSet(configuration, ConnectionStrings.Redis) ? RedisTimeouts.Options(configuration) : null;

    private static string HostOf(EndPoint server) => server switch
    {
        DnsEndPoint named => named.Host,
        IPEndPoint numeric => numeric.Address.ToString(),
        _ => "/",
    };

    /// <summary>Npgsql takes a port behind each of several hosts.</summary>
    private static string WithoutPort(string host)
    {
        var colon = host.LastIndexOf(':');
        return colon > 0 && host.IndexOf(':', StringComparison.Ordinal) == colon && host[0] != '/' ? host[..colon] : host;
    }
}
