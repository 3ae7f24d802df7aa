using Npgsql;
using SecureAuth.IntegrationTests.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Data;

/// <summary>
/// The purge of the audit, which removes whole batches. The ids increase with time, so the rows are inserted from the oldest to
/// the newest, each kind as many as a batch has.
/// </summary>
public sealed class AuditRetentionTests(TestSystem system)
{
    private const int Batch = 500;

    private const string Left =
        """
        SELECT string_agg(actor_name, ' ' ORDER BY first) FROM (
            SELECT actor_name, min(id) AS first FROM audit_events WHERE actor_name LIKE 't:%'
            GROUP BY actor_name HAVING count(*) = 500) a
        """;

    [Fact]
    public async Task Events_are_kept_for_a_year_and_refreshes_for_a_week()
    {
        await using var own = await EmptyAuditAsync();
        await AddAsync(own.Database, 200, "366 days", "t:old");
        await AddAsync(own.Database, 300, "366 days", "t:old-refresh");
        await AddAsync(own.Database, 201, "364 days", "t:year");
        await AddAsync(own.Database, 300, "8 days", "t:refresh");
        await AddAsync(own.Database, 301, "8 days", "t:refused");
        await AddAsync(own.Database, 300, "6 days", "t:week");
        await SealAsync(own);

        await using (await own.StartApiAsync())
        {
            await IsLeftAsync(own.Database, "t:year t:refused t:week");
        }

        await own.IsIntactAsync();
        Assert.Equal(0, await own.Database.ScalarAsync<long>(
            "SELECT count(*) FROM audit_seals WHERE newest_at < now() - interval '365 days'"));
    }

    [Fact]
    public async Task Rows_of_a_batch_stay_until_all_of_them_have_aged()
    {
        await using var own = await EmptyAuditAsync();
        await own.Database.ExecuteAsync(
            """
            INSERT INTO audit_events (occurred_at, event, outcome, actor_kind, actor_name, trace_id)
            SELECT now() - interval '1 day' * (367 - 2 * (n % 3)), 200, 1, 1, 't:mixed', 'x' FROM generate_series(1, $1) n
            """,
            Batch);
        await AddAsync(own.Database, 200, "1 hour", "t:new");
        await SealAsync(own);
        await using (await own.StartApiAsync())
        {
            await HasPurgedAsync(own.Database, refreshSeal: 2);
            Assert.Equal("t:mixed t:new", await own.Database.ScalarAsync<string>(Left));
        }

        // 31 days are as long as the database allows.
        await using var api = await own.StartApiAsync(("Audit__Retention", "360.00:00:00"));

        await IsLeftAsync(own.Database, "t:new");
    }

    [Fact]
    public async Task The_ages_can_be_set()
    {
        await using var own = await EmptyAuditAsync();
        await AddAsync(own.Database, 200, "40 days", "t:signed-in");
        await AddAsync(own.Database, 300, "40 hours", "t:refresh");
        await AddAsync(own.Database, 300, "20 hours", "t:day");
        await SealAsync(own);

        await using var api = await own.StartApiAsync(
            ("Audit__Retention", "30.00:00:00"), ("Audit__RefreshRetention", "1.00:00:00"));

        await IsLeftAsync(own.Database, "t:day");
        await own.IsIntactAsync();
    }

    [Fact]
    public async Task The_last_seal_stays_so_that_the_chain_goes_on()
    {
        await using var own = await EmptyAuditAsync();
        await AddAsync(own.Database, 200, "400 days", "t:old");
        await AddAsync(own.Database, 200, "366 days", "t:last");
        await SealAsync(own);
        var last = await own.Database.ScalarAsync<long>("SELECT max(number) FROM audit_seals");

        await using var api = await own.StartApiAsync();
        await IsLeftAsync(own.Database, "t:last");
        await SignedInUser.CreateAsync(new TestClient(api));

        await Eventually.IsTrueAsync(
            async () => await own.Database.ScalarAsync<long>("SELECT max(number) FROM audit_seals") > last,
            "the next seal is made");
        await own.IsIntactAsync();
    }

    [Fact]
    public async Task Whoever_takes_over_the_role_of_the_API_cannot_remove_recent_events_and_not_unnoticed()
    {
        await using var own = await EmptyAuditAsync();
        await AddAsync(own.Database, 200, "31 days", "t:old");
        await AddAsync(own.Database, 200, "29 days", "t:month");
        await AddAsync(own.Database, 300, "25 hours", "t:refresh");
        await AddAsync(own.Database, 300, "23 hours", "t:day");
        await SealAsync(own);
        await using var api = new Database(own.Settings.Api);

        // A seal that claims to be old would not make its rows old, and is refused before.
        var refused = await Assert.ThrowsAsync<PostgresException>(() => api.ExecuteAsync(
            """
            INSERT INTO audit_seals SELECT p.number, p.sealed_at, to_id, '-infinity', p.newest_at, event_count, event_root, ids,
                event_marks, refresh_count, refresh_root, ids, refresh_marks, digest, key, mac
            FROM audit_seals s, (SELECT array_agg(id) AS ids FROM audit_events) a,
                (VALUES (0, now(), timestamptz '-infinity'), (-2, '-infinity', 'infinity')) p (number, sealed_at, newest_at)
            WHERE s.number = 1
            """));
        Assert.Equal(PostgresErrorCodes.CheckViolation, refused.SqlState);
        foreach (var age in new[] { "'0'", "'-1 day'", "NULL" })
        {
            await api.ExecuteAsync($"SELECT purge_sealed_refreshes({age}, 1, 1000), purge_sealed_audit({age}, 1, 1000)");
        }

        await api.ExecuteAsync("SELECT purge_audit('0', 1000), purge_refreshes('0', 1000)");

        Assert.Equal("t:month t:day", await own.Database.ScalarAsync<string>(Left));
        var report = await own.VerifyAsync();
        Assert.Equal(1, report.ExitCode);
        Assert.Contains("seal_removed", report.Output, StringComparison.Ordinal);
        foreach (var statement in new[] { "DELETE FROM audit_events", "DELETE FROM audit_seals" })
        {
            var denied = await Assert.ThrowsAsync<PostgresException>(() => api.ExecuteAsync(statement));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, denied.SqlState);
        }
    }

    [Fact]
    public async Task A_purge_does_not_hide_that_the_oldest_batches_were_removed_by_hand()
    {
        await using var own = await EmptyAuditAsync();
        await AddAsync(own.Database, 200, "367 days", "t:removed");
        await AddAsync(own.Database, 200, "366 days", "t:old");
        await AddAsync(own.Database, 200, "1 day", "t:new");
        await SealAsync(own);
        await own.Database.AllowAuditChangesAsync();
        await own.Database.ExecuteAsync(
            "DELETE FROM audit_seals WHERE number = 1; DELETE FROM audit_events WHERE actor_name = 't:removed'");

        await using var api = await own.StartApiAsync();
        await Eventually.IsTrueAsync(
            () => api.Log.Contains("The audit is not purged, because it should begin at seal 1, but begins at seal 2"),
            "the purge refuses");

        Assert.Equal("t:old t:new", await own.Database.ScalarAsync<string>(Left));
        Assert.Contains("seal_removed", (await own.VerifyAsync()).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        false,
        "SELECT purge_sealed_audit('0', 1, 1000000)")]
    [InlineData(
        true,
        """
        UPDATE audit_seals SET oldest_at = '2000-01-01', newest_at = '2000-01-01' WHERE number <= 2;
        DELETE FROM audit_events WHERE actor_name IN ('t:old', 't:removed')
        """)]
    [InlineData(
        true,
        """
        UPDATE audit_seals SET sealed_at = '2000-01-01' WHERE number = 2;
        DELETE FROM audit_events WHERE actor_name = 't:removed'
        """)]
    [InlineData(
        true,
        """
        DELETE FROM audit_seals WHERE number = 2;
        DELETE FROM audit_events WHERE actor_name = 't:removed'
        """)]
    public async Task A_purge_does_not_hide_that_events_were_removed_before_their_time(bool isOwner, string attack)
    {
        await using var own = await EmptyAuditAsync();
        await AddAsync(own.Database, 200, "366 days", "t:old");
        await AddAsync(own.Database, 200, "40 days", "t:removed");
        await AddAsync(own.Database, 200, "1 day", "t:new");
        await SealAsync(own);
        await AttackAsync(own, isOwner, attack);
        var before = await FindingsAsync(own);

        await using var api = await own.StartApiAsync();
        await RefusesAsync(api, "audit_events");

        // The time of the first batch has really come, so it is removed if its seal is genuine.
        Assert.Equal(0, await own.Database.ScalarAsync<long>("SELECT count(*) FROM audit_beginning WHERE first_seal > 2"));
        Assert.Equal(before, await FindingsAsync(own));
    }

    [Theory]
    [InlineData(false, "SELECT purge_sealed_refreshes('1 day', 1, 1000000)")]
    [InlineData(
        true,
        """
        UPDATE audit_seals SET newest_at = '2000-01-01' WHERE number = 2;
        DELETE FROM audit_events WHERE actor_name = 't:removed'
        """)]
    [InlineData(
        true,
        """
        UPDATE audit_seals SET refresh_ids = '{}', refresh_marks = '' WHERE number = 2;
        DELETE FROM audit_events WHERE actor_name = 't:removed'
        """)]
    public async Task A_purge_does_not_hide_that_refreshes_were_removed_before_their_time(bool isOwner, string attack)
    {
        await using var own = await EmptyAuditAsync();
        await AddAsync(own.Database, 300, "9 days", "t:purged");
        await AddAsync(own.Database, 300, "6 days", "t:removed");
        await AddAsync(own.Database, 300, "1 hour", "t:new");
        await SealAsync(own);
        await using (await own.StartApiAsync())
        {
            await IsLeftAsync(own.Database, "t:removed t:new");
        }

        await own.IsIntactAsync();
        await AttackAsync(own, isOwner, attack);
        var before = await FindingsAsync(own);

        // Their time would have come by now.
        await using var api = await own.StartApiAsync(("Audit__RefreshRetention", "5.00:00:00"));
        await RefusesAsync(api, "refreshes");

        Assert.Equal(2, await own.Database.ScalarAsync<long>("SELECT first_refresh_seal FROM audit_beginning"));
        Assert.Equal(before, await FindingsAsync(own));
    }

    [Fact]
    public async Task Operators_cannot_remove_events()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var operators = new Database(own.Settings.Operators!);

        var denied = await Assert.ThrowsAsync<PostgresException>(
            () => operators.ExecuteAsync("SELECT purge_sealed_audit('365 days', 1, 100)"));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, denied.SqlState);
    }

    /// <summary>The row of the migration would be younger than the rows after it.</summary>
    private async Task<OwnDatabase> EmptyAuditAsync()
    {
        var own = await OwnDatabase.CreateAsync(system);
        await own.Database.AllowAuditChangesAsync();
        await own.Database.ExecuteAsync("DELETE FROM audit_events");
        await own.Database.RefuseAuditChangesAsync();
        return own;
    }

    private static Task AddAsync(Database database, int type, string age, string name) => database.ExecuteAsync(
        $"""
        INSERT INTO audit_events (occurred_at, event, outcome, actor_kind, actor_name, trace_id)
        SELECT now() - interval '{age}', $1, 1, 1, $2, 'x' FROM generate_series(1, $3)
        """,
        type,
        name,
        Batch);

    /// <summary>Seals all rows by an instance that keeps them.</summary>
    private static async Task SealAsync(OwnDatabase own)
    {
        await using var api = await own.StartApiAsync(
            ("Audit__Retention", "3650.00:00:00"), ("Audit__RefreshRetention", "3650.00:00:00"));
        await own.Database.IsSealedAsync();
    }

    /// <summary>Somebody who has read the seals before.</summary>
    private static async Task AttackAsync(OwnDatabase own, bool isOwner, string attack)
    {
        await own.Database.ExecuteAsync(
            "CREATE TABLE remembered AS SELECT * FROM audit_seals; GRANT SELECT ON remembered TO PUBLIC");
        if (!isOwner)
        {
            await using var api = new Database(own.Settings.Api);
            await api.ExecuteAsync(attack);
            return;
        }

        await own.Database.AllowAuditChangesAsync();
        await own.Database.ExecuteAsync(attack);
        await own.Database.RefuseAuditChangesAsync();
    }

    /// <summary>The findings of a verification, of which there must be one.</summary>
    private static async Task<IReadOnlyList<string>> FindingsAsync(OwnDatabase own)
    {
        var result = await own.VerifyAsync();
        Assert.True(result.ExitCode == 1, result.ToString());
        return [.. result.Json.GetProperty("findings").EnumerateArray().Select(finding => finding.GetRawText())];
    }

    private static Task RefusesAsync(RunningApi api, string purge) => Eventually.IsTrueAsync(
        () => api.Log.Contains($"Purging expired rows of {purge} fails") && api.Log.Contains("The audit is not purged, because"),
        "the purge refuses");

    private static Task HasPurgedAsync(Database database, long refreshSeal) => Eventually.IsTrueAsync(
        async () => await database.ScalarAsync<long>("SELECT first_refresh_seal FROM audit_beginning") >= refreshSeal,
        "the purge has run");

    private static Task IsLeftAsync(Database database, string names) => Eventually.IsTrueAsync(
        async () => await database.ScalarAsync<string?>(Left) == names, $"these are left: {names}");
}
