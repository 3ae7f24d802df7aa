using System.Text.Json;
using Npgsql;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.AdminCli;

/// <summary><c>audit list --follow</c> shows each event that is committed, once.</summary>
public sealed class AuditFollowTests(TestSystem system)
{
    [Fact]
    public async Task An_event_that_is_committed_after_one_with_a_higher_id_is_shown()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var early = await OpenAsync(own);
        await using var transaction = await early.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await InsertAsync(early, "before the start");
        await InsertAsync(own, "at the start");
        await using var command = await FollowAsync(own);
        await command.ShowsAsync(Is("at the start"), "the event before");

        await using var slow = await OpenAsync(own);
        await using var later = await slow.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await InsertAsync(slow, "slow");
        await InsertAsync(own, "fast");
        await command.ShowsAsync(Is("fast"), "the higher id");

        // Polls in which the lower ids are still missing.
        await InsertAsync(own, "faster");
        await command.ShowsAsync(Is("faster"), "an even higher id");
        await later.CommitAsync(TestContext.Current.CancellationToken);
        await command.ShowsAsync(Is("slow"), "the lower id");
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
        await command.ShowsAsync(Is("before the start"), "the id from before the start");

        Assert.Equal(0, await command.InterruptAsync());
        Assert.Equal(
            ["at the start", "fast", "faster", "slow", "before the start"],
            command.Documents.Select(document => document.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Fifty_writers_with_rollbacks_lose_no_event_and_repeat_none()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await InsertAsync(own, "first");
        await using var command = await FollowAsync(own);
        await command.ShowsAsync(Is("first"), "the first event");

        await Race.RunAsync(Enumerable.Range(0, Race.Callers).Select(i => (Func<Task<bool>>)(() => WriteAsync(own, i))));
        await InsertAsync(own, "last");
        await command.ShowsAsync(Is("last"), "the last event");
        await Eventually.IsTrueAsync(() => command.Documents.Count == 102, $"all events are shown: {command.Documents.Count}");

        Assert.Equal(0, await command.InterruptAsync());
        Assert.Equal(102, command.Documents.Select(document => document.GetProperty("id").GetInt64()).Distinct().Count());
    }

    [Fact]
    public async Task A_filter_applies_to_new_events_too_and_a_table_has_one_header()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await InsertAsync(own, "first");
        await using var command = await RunningCommand.StartAsync(
            own.Settings.ForOperators(), "audit", "list", "--follow", "--event", "signed_in");
        await Eventually.IsTrueAsync(() => command.Lines.Contains("first"), "the first event is shown");

        await own.Database.ExecuteAsync(
            "INSERT INTO audit_events (event, outcome, actor_kind, trace_id, reason) VALUES (201, 2, 1, 'trace', 'other')");
        await InsertAsync(own, "second");
        await Eventually.IsTrueAsync(() => command.Lines.Contains("second"), "the second event is shown");

        Assert.Equal(0, await command.InterruptAsync());
        Assert.False(command.Lines.Contains("other"));
        Assert.Single(command.Lines.All, line => line.StartsWith("ID ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Watching_writes_a_document_a_line_until_it_is_interrupted()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        await using var command = await RunningCommand.StartAsync(
            system.Settings.ForOperators(), "users", "show", user.Account.Email, "--watch", "1", "--output", "json");
        await command.ShowsAsync(Failures(0), "no failure");

        await system.NewClient().LoginAsync(user.Account.Email, "not the password");
        await command.ShowsAsync(Failures(1), "the failure");

        Assert.Equal(0, await command.InterruptAsync());

        static Func<JsonElement, bool> Failures(int count) =>
            document => document.GetProperty("lockout").GetProperty("failures").GetInt32() == count;
    }

    /// <summary>Writes two events, and two that are rolled back.</summary>
    private static async Task<bool> WriteAsync(OwnDatabase own, int writer)
    {
        await using var connection = await OpenAsync(own);
        for (var round = 0; round < 4; round++)
        {
            await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await InsertAsync(connection, $"{writer} {round}");
            await (round % 2 == 0
                ? transaction.CommitAsync(TestContext.Current.CancellationToken)
                : transaction.RollbackAsync(TestContext.Current.CancellationToken));
        }

        return true;
    }

    private static Func<JsonElement, bool> Is(string reason) =>
        document => document.GetProperty("reason").GetString() == reason;

    private static Task<RunningCommand> FollowAsync(OwnDatabase own) => RunningCommand.StartAsync(
        own.Settings.ForOperators(), "audit", "list", "--follow", "--event", "signed_in", "--output", "json");

    private static async Task InsertAsync(OwnDatabase own, string reason)
    {
        await using var connection = await OpenAsync(own);
        await InsertAsync(connection, reason);
    }

    private static async Task InsertAsync(NpgsqlConnection connection, string reason)
    {
        await using var command = new NpgsqlCommand(
            "INSERT INTO audit_events (event, outcome, actor_kind, trace_id, reason) VALUES (200, 1, 1, 'trace', $1)",
            connection);
        command.Parameters.AddWithValue(reason);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<NpgsqlConnection> OpenAsync(OwnDatabase own)
    {
        var connection = new NpgsqlConnection(own.Settings.Owner + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }
}
