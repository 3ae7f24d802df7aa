using System.Diagnostics.CodeAnalysis;
using Npgsql;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Data;

/// <summary>
/// Stops every statement that changes certain rows in the middle, with the locks that it has by then, until this is disposed of.
/// </summary>
internal sealed class HeldRows : IAsyncDisposable
{
    private readonly Database _database;
    private readonly NpgsqlConnection _holder;

    private HeldRows(Database database, NpgsqlConnection holder)
    {
        _database = database;
        _holder = holder;
    }

    /// <param name="own">The database.</param>
    /// <param name="trigger">When the statement is stopped, such as <c>BEFORE DELETE ON sessions</c>.</param>
    /// <param name="condition">The rows at which it is stopped.</param>
    [SuppressMessage("Security", "CA2100", Justification = "The statement is a constant.")]
    public static async Task<HeldRows> CreateAsync(OwnDatabase own, string trigger, string condition)
    {
        var holder = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(own.Settings.Owner) { Pooling = false }.ConnectionString);
        await holder.OpenAsync(TestContext.Current.CancellationToken);
        await using var hold = new NpgsqlCommand("SELECT pg_advisory_lock(4711)", holder);
        await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await own.Database.ExecuteAsync(
            $"""
            CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                PERFORM pg_advisory_xact_lock(4711);
                RETURN COALESCE(NEW, OLD);
            END $$;
            CREATE TRIGGER hold {trigger} FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION hold();
            """);
        return new HeldRows(own.Database, holder);
    }

    /// <summary>Waits until a statement has been stopped.</summary>
    public Task IsReachedAsync() => Eventually.IsTrueAsync(
        async () => await _database.ScalarAsync<long>(
            """
            SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
            WHERE d.datname = current_database() AND l.locktype = 'advisory' AND l.objid = 4711 AND NOT l.granted
            """) > 0,
        "the statement is stopped");

    public ValueTask DisposeAsync() => _holder.DisposeAsync();
}
