using System.Globalization;
using Npgsql;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.Core.Configuration;

namespace SecureAuth.AdminCli.Diagnosis;

/// <summary>The PostgreSQL server itself, whatever it stores.</summary>
internal static class PostgresChecks
{
    /// <summary>Older versions get no more fixes.</summary>
    private const int OldestMaintainedVersion = 15;

    public static IReadOnlyList<Check> All { get; } =
    [
        new("postgres", CheckedStore.Postgres, ConnectAsync),
        new("postgres durability", CheckedStore.Postgres, CheckDurabilityAsync),
        new("postgres connections", CheckedStore.Postgres, CheckConnectionsAsync),
        new("postgres transaction ids", CheckedStore.Postgres, CheckTransactionIdsAsync),
        new("postgres replication", CheckedStore.Postgres, CheckReplicationAsync),
        new("postgres storage", CheckedStore.Postgres, CheckStorageAsync),
    ];

    private static async Task<Verdict> ConnectAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        await using var connection = await invocation.Get<NpgsqlDataSource>().OpenConnectionAsync(cancellationToken);
        var version = connection.PostgreSqlVersion;
        var found = $"version {version}, as {connection.UserName}";
        return version.Major < OldestMaintainedVersion
            ? Verdict.Warning(found, $"PostgreSQL {version.Major} gets no more fixes; upgrade to a maintained version")
            : Verdict.Ok(found);
    }

    /// <summary>With any of these settings, PostgreSQL confirms what a crash may undo, such as a revocation.</summary>
    private static async Task<Verdict> CheckDurabilityAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var role = RoleChecks.UserOf(invocation, ConnectionStrings.Postgres);
        var off = await ListAsync(
            invocation,
            """
            -- check durability
            SELECT name || ' is off' FROM pg_settings
            WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off'
            UNION ALL SELECT 'synchronous_commit is off for ' || COALESCE(r.rolname, 'the database')
            FROM pg_db_role_setting s LEFT JOIN pg_roles r ON r.oid = s.setrole
            WHERE s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
                AND (s.setrole = 0 OR r.rolname = $1) AND 'synchronous_commit=off' = ANY(s.setconfig)
            """,
            role ?? "",
            cancellationToken);
        return off.Count == 0
            ? Verdict.Ok("what PostgreSQL confirms survives a crash")
            : Verdict.Wrong(
                $"a crash may undo what PostgreSQL has confirmed, because {string.Join(" and ", off)}", "set it to on");
    }

    /// <summary>The last ones are reserved for superusers. The few processes of the server itself are counted too.</summary>
    private static async Task<Verdict> CheckConnectionsAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var (used, allowed) = await PairAsync(
            invocation,
            """
            -- count connections
            SELECT (SELECT sum(numbackends) FROM pg_stat_database)::bigint,
                current_setting('max_connections')::bigint - current_setting('superuser_reserved_connections')::bigint
            """,
            cancellationToken);
        return PostgresLimits.JudgeConnections(used, allowed);
    }

    private static async Task<Verdict> CheckTransactionIdsAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var (age, oldestPrepared) = await PairAsync(
            invocation,
            """
            -- check transaction ids
            SELECT (SELECT max(GREATEST(age(datfrozenxid)::bigint, mxid_age(datminmxid)::bigint)) FROM pg_database),
                COALESCE((SELECT extract(epoch FROM now() - min(prepared)) FROM pg_prepared_xacts), 0)::bigint
            """,
            cancellationToken);
        return PostgresLimits.JudgeTransactionIds(age, TimeSpan.FromSeconds(oldestPrepared));
    }

    /// <summary>A slot without a reader keeps the write-ahead log until the disk is full.</summary>
    private static async Task<Verdict> CheckReplicationAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var slots = await ListAsync(
            invocation,
            """
            -- check replication slots
            SELECT slot_name || CASE
                WHEN wal_status = 'lost' THEN ' has lost the write-ahead log that it needs'
                ELSE ' has no reader' END
            FROM pg_replication_slots WHERE (NOT active OR wal_status = 'lost') AND NOT temporary
            """,
            parameter: null,
            cancellationToken);
        if (slots.Count > 0)
        {
            return Verdict.Warning(
                $"the replication slot {string.Join("; ", slots)}, and may fill the disk with write-ahead log",
                "start its standby, or drop the slot with pg_drop_replication_slot");
        }

        var isStandby = await PairAsync(
            invocation,
            """
            -- check recovery
            SELECT pg_is_in_recovery()::int::bigint, 0::bigint
            """,
            cancellationToken);
        return Verdict.Ok(isStandby.First == 1
            ? "this is a standby, on which commands cannot change anything"
            : "no replication slot is without a reader");
    }

    private static async Task<Verdict> CheckStorageAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var (size, _) = await PairAsync(
            invocation,
            """
            -- read database size
            SELECT pg_database_size(current_database()), 0::bigint
            """,
            cancellationToken);
        return Verdict.Ok(string.Create(
            CultureInfo.InvariantCulture,
            $"the database has {size / 1024 / 1024} MiB; free space on the disk is not visible from here: have it monitored"));
    }

    private static async Task<List<string>> ListAsync(
        Invocation invocation, string sql, string? parameter, CancellationToken cancellationToken)
    {
        await using var command = invocation.Get<NpgsqlDataSource>().CreateCommand(sql);
        if (parameter is not null)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = parameter });
        }

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    private static async Task<(long First, long Second)> PairAsync(
        Invocation invocation, string sql, CancellationToken cancellationToken)
    {
        await using var command = invocation.Get<NpgsqlDataSource>().CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetInt64(0), reader.GetInt64(1));
    }
}
