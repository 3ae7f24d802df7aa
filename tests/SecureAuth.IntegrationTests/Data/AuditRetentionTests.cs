using Npgsql;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Data;

/// <summary>The purge of the audit. Its ids increase with time, so the rows are inserted from the oldest to the newest.</summary>
public sealed class AuditRetentionTests(TestSystem system)
{
    private const string Left = "SELECT string_agg(actor_name, ' ' ORDER BY id) FROM audit_events WHERE actor_name LIKE 't:%'";

    [Fact]
    public async Task Events_are_kept_for_a_year_and_refreshes_for_a_week()
    {
        await using var own = await EmptyAuditAsync();
        await AddAsync(own.Database, 200, "366 days", "t:old", count: 250);
        await AddAsync(own.Database, 300, "366 days", "t:old");
        await AddAsync(own.Database, 201, "364 days", "t:year");
        await AddAsync(own.Database, 300, "8 days", "t:refresh", count: 250);
        await AddAsync(own.Database, 301, "8 days", "t:refused");
        await AddAsync(own.Database, 300, "6 days", "t:week");

        await using var api = await own.StartApiAsync();

        await IsLeftAsync(own.Database, "t:year t:refused t:week");
    }

    [Fact]
    public async Task Refreshes_are_removed_again_when_they_have_aged()
    {
        await using var own = await EmptyAuditAsync();
        await AddAsync(own.Database, 300, "8 days", "t:first");
        await AddAsync(own.Database, 300, "6 days", "t:second");
        await using (await own.StartApiAsync())
        {
            await IsLeftAsync(own.Database, "t:second");
        }

        await own.Database.ExecuteAsync("UPDATE audit_events SET occurred_at = occurred_at - interval '2 days'");
        await using var api = await own.StartApiAsync();

        await IsLeftAsync(own.Database, null);
    }

    [Fact]
    public async Task The_ages_can_be_set()
    {
        await using var own = await EmptyAuditAsync();
        await AddAsync(own.Database, 200, "40 days", "t:signed-in");
        await AddAsync(own.Database, 300, "40 hours", "t:refresh");
        await AddAsync(own.Database, 300, "20 hours", "t:day");

        await using var api = await own.StartApiAsync(
            ("Audit__Retention", "30.00:00:00"), ("Audit__RefreshRetention", "1.00:00:00"));

        await IsLeftAsync(own.Database, "t:day");
    }

    [Fact]
    public async Task Whoever_takes_over_the_role_of_the_API_cannot_remove_recent_events()
    {
        await using var own = await EmptyAuditAsync();
        await AddAsync(own.Database, 200, "31 days", "t:old");
        await AddAsync(own.Database, 200, "29 days", "t:month");
        await AddAsync(own.Database, 300, "25 hours", "t:refresh");
        await AddAsync(own.Database, 300, "23 hours", "t:day");
        await using var api = new Database(own.Settings.Api);

        await api.ExecuteAsync("SELECT purge_audit('0', 1000), purge_refreshes('-1 day', 1000)");
        await api.ExecuteAsync("SELECT purge_audit(NULL, 1000), purge_refreshes(NULL, 1000)");

        Assert.Equal("t:month t:day", await own.Database.ScalarAsync<string>(Left));
        foreach (var statement in new[] { "DELETE FROM audit_events", "UPDATE audit_purge SET refreshes_purged_to = 0" })
        {
            var denied = await Assert.ThrowsAsync<PostgresException>(() => api.ExecuteAsync(statement));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, denied.SqlState);
        }
    }

    [Fact]
    public async Task Operators_cannot_remove_events()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var operators = new Database(own.Settings.Operators!);

        var denied = await Assert.ThrowsAsync<PostgresException>(
            () => operators.ExecuteAsync("SELECT purge_audit('365 days', 100)"));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, denied.SqlState);
    }

    /// <summary>The row of the migration would be younger than the rows after it.</summary>
    private async Task<OwnDatabase> EmptyAuditAsync()
    {
        var own = await OwnDatabase.CreateAsync(system);
        await own.Database.ExecuteAsync("DELETE FROM audit_events");
        return own;
    }

    private static Task AddAsync(Database database, int type, string age, string name, int count = 1) => database.ExecuteAsync(
        $"""
        INSERT INTO audit_events (occurred_at, event, outcome, actor_kind, actor_name, trace_id)
        SELECT now() - interval '{age}', $1, 1, 1, $2, 'x' FROM generate_series(1, $3)
        """,
        type,
        name,
        count);

    private static Task IsLeftAsync(Database database, string? names) => Eventually.IsTrueAsync(
        async () => await database.ScalarAsync<string?>(Left) == names, $"these are left: {names}");
}
