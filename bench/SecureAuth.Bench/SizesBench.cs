using Npgsql;
using StackExchange.Redis;

namespace SecureAuth.Bench;

/// <summary>What a row costs on disk, what a call adds to PostgreSQL's log, and what an entry costs in Redis.</summary>
internal static class SizesBench
{
    private const int Entries = 100_000;

    private const int Calls = 500;

    private const string Sizes =
        """
        SELECT relname::text, reltuples::bigint, pg_table_size(oid), pg_indexes_size(oid) FROM pg_class
        WHERE relname = ANY($1) ORDER BY array_position($1, relname::text)
        """;

    /// <summary>All rows of the audit are in its first partition.</summary>
    private static readonly string[] Tables = ["users", "sessions", "audit_events_first", "account_attempts", "user_roles"];

    /// <summary>What the revocations and a bucket of the rate limits look like (RevocationScripts, GcraScript).</summary>
    private static readonly (string Name, string Script)[] Shapes =
    [
        ("revoked session", "redis.call('HSET', KEYS[1], ARGV[1], '1')"),
        ("bucket of a rate limit",
            "redis.call('SET', 'secureauth:{Login:198.51.' .. ARGV[2] .. '}:gcra', '1764374400000000', 'PX', 3600000)"),
    ];

    public static async Task RunAsync(int users)
    {
        await using var stores = await Stores.StartAsync();
        await using var system = await GrowthSystem.StartAsync(stores, "sizes", users);
        var rows = await ReadAsync(system.Owner);
        (string Call, double Bytes)[] log =
        [
            ("sign-in", await LogOfAsync(system, system.SignInAsync)),
            ("refresh", await LogOfAsync(system, system.RefreshAsync)),
            ("registration", await LogOfAsync(system, system.RegisterAsync)),
        ];
        var entries = await FillRedisAsync(stores.RedisConnectionString);
        await Report.WriteAsync(
            "sizes",
            new { Users = users, Rows = rows, Log = log.Select(l => new { l.Call, l.Bytes }), Redis = entries },
            [
                Report.Row("bytes for each", "table", "indexes", "together"),
                Report.Separator(4),
                .. rows.Select(row => Report.Row(
                    $"row of `{row.Table}`", $"{row.TableBytes:F0}", $"{row.IndexBytes:F0}",
                    $"{row.TableBytes + row.IndexBytes:F0}")),
                .. log.Select(l => Report.Row($"{l.Call} in PostgreSQL's log", "", "", $"{l.Bytes:F0}")),
                .. entries.Select(entry => Report.Row(entry.Name + " in Redis", "", "", $"{entry.Bytes:F0}")),
            ]);
    }

    private static async Task<List<RowSize>> ReadAsync(string owner)
    {
        await using var source = NpgsqlDataSource.Create(owner);
        await using var command = source.CreateCommand(Sizes);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Tables });
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<RowSize>();
        while (await reader.ReadAsync())
        {
            var count = (double)reader.GetInt64(1);
            rows.Add(new RowSize(reader.GetString(0), (long)count, reader.GetInt64(2) / count, reader.GetInt64(3) / count));
        }

        return rows;
    }

    /// <summary>What PostgreSQL writes to its log for a call, without the whole pages that follow a checkpoint.</summary>
    private static async Task<double> LogOfAsync(GrowthSystem system, Func<Task> call)
    {
        await using var source = NpgsqlDataSource.Create(system.Owner);
        var before = await PositionAsync();
        for (var i = 0; i < Calls; i++)
        {
            await call();
        }

        return (await PositionAsync() - before) / (double)Calls;

        async Task<long> PositionAsync()
        {
            await using var command = source.CreateCommand("SELECT (pg_current_wal_lsn() - '0/0')::bigint");
            return (long)(await command.ExecuteScalarAsync())!;
        }
    }

    private static async Task<List<EntrySize>> FillRedisAsync(string connectionString)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(connectionString + ",allowAdmin=true");
        var entries = new List<EntrySize>();
        foreach (var (name, script) in Shapes)
        {
            var before = await UsedMemoryAsync(redis);
            var fill = redis.GetDatabase().CreateBatch();
            var filled = Enumerable.Range(0, Entries).Select(number => fill.ScriptEvaluateAsync(
                script,
                ["secureauth:{revocations:sizes}:sessions"],
                [Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N"), $"{number / 250}.{number % 250}"])).ToList();
            fill.Execute();
            await Task.WhenAll(filled);
            entries.Add(new EntrySize(name, (await UsedMemoryAsync(redis) - before) / (double)Entries));
        }

        return entries;
    }

    private static async Task<long> UsedMemoryAsync(ConnectionMultiplexer redis)
    {
        var memory = await redis.GetServers()[0].InfoAsync("memory");
        return long.Parse(
            memory[0].Single(line => line.Key == "used_memory").Value, System.Globalization.CultureInfo.InvariantCulture);
    }

    private sealed record RowSize(string Table, long Rows, double TableBytes, double IndexBytes);

    private sealed record EntrySize(string Name, double Bytes);
}
