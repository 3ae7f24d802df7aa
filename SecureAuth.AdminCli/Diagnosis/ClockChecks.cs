using SecureAuth.AdminCli.CommandLine;
using SecureAuth.Core.Data;
using StackExchange.Redis;

namespace SecureAuth.AdminCli.Diagnosis;

/// <summary>The clock of this host, compared with those of the stores.</summary>
internal static class ClockChecks
{
    public static IReadOnlyList<Check> All { get; } =
    [
        new("clock of postgres", CheckedStore.Postgres, CheckPostgresAsync),
        new("clock of redis", CheckedStore.Redis, CheckRedisAsync),
    ];

    private static async Task<Verdict> CheckPostgresAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var clock = invocation.Get<PostgresClock>();
        await clock.ReadAsync(invocation.Get<AuthDbContext>(), cancellationToken);
        return clock.Offset is { } offset
            ? Compare(offset)
            : Verdict.Warning("reading it took too long", "run secureauth doctor again");
    }

    /// <summary>Each server of a cluster has its own clock, and each replica may become a master.</summary>
    private static async Task<Verdict> CheckRedisAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var servers = invocation.Get<IConnectionMultiplexer>().GetServers();
        var time = invocation.Get<TimeProvider>();
        var offsets = await Task.WhenAll(servers
            .Where(server => server.IsConnected || servers.Length == 1)
            .Select(async server =>
            {
                var answer = await server.TimeAsync().WaitAsync(cancellationToken);
                return new DateTimeOffset(answer, TimeSpan.Zero) - time.GetUtcNow();
            }));
        return Compare(offsets.MaxBy(offset => offset.Duration()));
    }

    internal static Verdict Compare(TimeSpan offset)
    {
        var seconds = FormattableString.Invariant($"{offset.TotalSeconds:0.0} s ahead of this host");
        return offset.Duration() <= PostgresClock.Tolerance
            ? Verdict.Ok(seconds)
            : Verdict.Wrong(seconds, "one of the two clocks is wrong, check NTP on both hosts");
    }
}
