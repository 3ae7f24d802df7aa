using Npgsql;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>
/// Holds the row of a user, so that a request has passed its policies and then waits, while the account changes. Whoever changes
/// how a user signs in takes this lock, so the change is committed before the request goes on.
/// </summary>
internal sealed class HeldAccount : IAsyncDisposable
{
    private readonly NpgsqlConnection _holder;
    private readonly Database _database;

    private HeldAccount(NpgsqlConnection holder, Database database)
    {
        _holder = holder;
        _database = database;
    }

    public static async Task<HeldAccount> CreateAsync(TestSystem system, Guid userId)
    {
        var holder = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(system.Postgres.OwnerConnection) { Pooling = false }.ConnectionString);
        await holder.OpenAsync(TestContext.Current.CancellationToken);
        await RunAsync(holder, "BEGIN");
        await RunAsync(holder, "SELECT FROM users WHERE id = $1 FOR UPDATE", userId);
        return new HeldAccount(holder, system.Database);
    }

    /// <summary>Starts a request, waits until it waits for the user's row, changes the account and lets it go on.</summary>
    public async Task<Response> ChangeDuringAsync(Func<Task<Response>> request, string change, Guid id)
    {
        var running = request();
        await Eventually.IsTrueAsync(
            async () => running.IsCompleted || await _database.ScalarAsync<long>(
                "SELECT count(*) FROM pg_stat_activity WHERE $1 = ANY(pg_blocking_pids(pid))", _holder.ProcessID) > 0,
            "the request waits");
        Assert.False(running.IsCompleted, "The request did not wait for the user's row.");
        await RunAsync(_holder, change, id);
        await RunAsync(_holder, "COMMIT");
        return await running;
    }

    public ValueTask DisposeAsync() => _holder.DisposeAsync();

#pragma warning disable CA2100 // The statements are those of tests.
    private static async Task RunAsync(NpgsqlConnection connection, string sql, params object[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        foreach (var parameter in parameters)
        {
            command.Parameters.AddWithValue(parameter);
        }

        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
