using System.Globalization;

namespace SecureAuth.AdminCli.Diagnosis;

/// <summary>How close a server may come to limits at which it refuses work.</summary>
internal static class PostgresLimits
{
    /// <summary>Autovacuum begins at 200 million by default. At about 2.1 billion, PostgreSQL refuses to write.</summary>
    private const long WorryingAge = 700_000_000;

    private const long DangerousAge = 1_500_000_000;

    private static readonly TimeSpan LongestTransaction = TimeSpan.FromHours(1);

    public static Verdict JudgeConnections(long used, long allowed)
    {
        var found = string.Create(CultureInfo.InvariantCulture, $"{used} of {allowed} are in use");
        const string Remedy = "raise max_connections, lower Maximum Pool Size in the connection strings, or use PgBouncer";
        return (used / (double)allowed) switch
        {
            >= 0.95 => Verdict.Wrong(found, Remedy),
            >= 0.8 => Verdict.Warning(found, Remedy),
            _ => Verdict.Ok(found),
        };
    }

    public static Verdict JudgeTransactionIds(long age, TimeSpan oldestPrepared)
    {
        var found = string.Create(CultureInfo.InvariantCulture, $"the oldest is {age / 1_000_000} million transactions old");
        const string Remedy = "find what keeps autovacuum from its work (long transactions, replication slots, its settings), "
            + "then run VACUUM FREEZE; at 2,100 million PostgreSQL stops writing";
        return age switch
        {
            >= DangerousAge => Verdict.Wrong(found, Remedy),
            >= WorryingAge => Verdict.Warning(found, Remedy),
            _ when oldestPrepared > LongestTransaction => Verdict.Warning(
                string.Create(CultureInfo.InvariantCulture, $"a prepared transaction is {oldestPrepared.TotalHours:0} hours old"),
                "end it with COMMIT PREPARED or ROLLBACK PREPARED (pg_prepared_xacts lists it)"),
            _ => Verdict.Ok(found),
        };
    }
}
