using Npgsql;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Audit;

/// <summary>Whoever changes the audit is found out, even with all rights in the database, but without the master key.</summary>
public sealed class AuditVerificationTests(SealedAudit audit) : IClassFixture<SealedAudit>
{
    /// <summary>Another value of each column that differs from the old one.</summary>
    private static readonly Dictionary<string, string> Changes = new(StringComparer.Ordinal)
    {
        ["occurred_at"] = "occurred_at + interval '1 microsecond'",
        ["event"] = "event + 1",
        ["outcome"] = "3 - outcome",
        ["actor_kind"] = "actor_kind + 1",
        ["actor_name"] = "concat(actor_name, 'x')",
        ["user_id"] = "gen_random_uuid()",
        ["session_id"] = "gen_random_uuid()",
        ["reason"] = "concat(reason, 'x')",
        ["address"] = "'192.0.2.77'",
        ["user_agent"] = "concat(user_agent, 'x')",
        ["request_id"] = "NULL",
        ["trace_id"] = "concat(trace_id, 'x')",
        ["salt"] = "gen_random_uuid()",
        ["erased_digest"] = "sha256('x')",
    };

    [Fact]
    public async Task What_was_sealed_is_intact()
    {
        await using var own = await audit.CopyAsync();

        var report = await own.IsIntactAsync();

        Assert.Equal(
            await own.Database.ScalarAsync<long>("SELECT count(*) FROM audit_events"), report.GetProperty("rows").GetInt64());
        Assert.Equal(
            await own.Database.ScalarAsync<long>("SELECT count(*) FROM audit_seals"), report.GetProperty("seals").GetInt64());
        Assert.Equal(await own.LastSealAsync(), report.GetProperty("last_seal").GetString());
    }

    [Fact]
    public async Task A_change_of_any_column_is_found()
    {
        await using var own = await audit.CopyAsync();
        await own.Database.AllowAuditChangesAsync();
        var columns = await own.Database.RowsAsync(
            """
            SELECT attname::text FROM pg_attribute
            WHERE attrelid = 'audit_events'::regclass AND attnum > 0 AND NOT attisdropped AND attname <> 'id' ORDER BY 1
            """);
        Assert.Equal(Changes.Keys.Order(StringComparer.Ordinal), columns.Select(column => (string)column["attname"]!));
        var id = await own.Database.ScalarAsync<long>("SELECT min(id) FROM audit_events WHERE user_id = $1", audit.User);

        foreach (var (column, value) in Changes)
        {
            await own.Database.ExecuteAsync($"CREATE TABLE kept AS SELECT * FROM audit_events WHERE id = {id}");
            await own.Database.ExecuteAsync($"UPDATE audit_events SET {column} = {value} WHERE id = $1", id);

            var finding = await own.FindAsync();

            Assert.True((finding.Kind(), finding.Id()) == ("row_changed", id), $"{column}: {finding}");
            await own.Database.ExecuteAsync(
                $"UPDATE audit_events SET {column} = kept.{column} FROM kept WHERE audit_events.id = kept.id; DROP TABLE kept");
        }

        await own.IsIntactAsync();
    }

    [Fact]
    public async Task A_removed_row_is_found()
    {
        await using var own = await audit.CopyAsync();
        await own.Database.AllowAuditChangesAsync();
        var id = await own.Database.ScalarAsync<long>("SELECT min(id) FROM audit_events WHERE event = $1", AuditEvent.Refreshed);
        await own.Database.ExecuteAsync("DELETE FROM audit_events WHERE id = $1", id);

        var finding = await own.FindAsync();

        Assert.Equal(("row_removed", id), (finding.Kind(), finding.Id()));
    }

    [Fact]
    public async Task The_message_for_people_names_the_row_the_event_and_the_time()
    {
        await using var own = await audit.CopyAsync();
        await own.Database.AllowAuditChangesAsync();
        var id = await own.Database.ScalarAsync<long>(
            "SELECT min(id) FROM audit_events WHERE event = $1", AuditEvent.SignedIn);
        await own.Database.ExecuteAsync(
            "UPDATE audit_events SET address = NULL, occurred_at = '2026-11-01T12:00:00Z' WHERE id = $1", id);

        var result = await Cli.RunAsync(own.Settings, "audit", "verify");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(
            $"row {id} was changed after it was sealed (signed_in, 2026-11-01T12:00:00Z)", result.Output,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-1", "now()")]
    [InlineData("(SELECT min(first_id) FROM audit_gaps)", "now() - interval '1 day'")]
    [InlineData("(SELECT max(id) FROM audit_events WHERE event = 200)", "'2040-01-01'")]
    public async Task An_inserted_row_is_found(string id, string time)
    {
        await using var own = await audit.CopyAsync();
        await own.Database.ExecuteAsync(
            $"""
            INSERT INTO audit_events (id, occurred_at, event, outcome, actor_kind, trace_id)
            SELECT {id}, {time}, 200, 1, 1, 'x'
            """);

        Assert.Equal("row_inserted", (await own.FindAsync()).Kind());
    }

    [Fact]
    public async Task A_removed_seal_is_found()
    {
        await using var own = await audit.CopyAsync();
        await own.Database.AllowAuditChangesAsync();
        await own.Database.ExecuteAsync("DELETE FROM audit_seals WHERE number = 2");

        var finding = await own.FindAsync();

        Assert.Equal(("seal_removed", 2), (finding.Kind(), finding.GetProperty("seal").GetInt64()));
    }

    [Theory]
    [InlineData("UPDATE audit_seals SET event_count = event_count - 1 WHERE number = 2")]
    [InlineData("UPDATE audit_seals SET sealed_at = sealed_at - interval '1 day' WHERE number = 2")]
    [InlineData("UPDATE audit_seals SET event_root = sha256('x') WHERE number = 2")]
    [InlineData("UPDATE audit_seals SET event_ids = event_ids[2:] WHERE number = 2")]
    [InlineData("UPDATE audit_seals SET digest = sha256('x') WHERE number = 2")]
    [InlineData("UPDATE audit_seals SET mac = sha256('x') WHERE number = 2")]
    public async Task A_changed_seal_is_found(string statement)
    {
        await using var own = await audit.CopyAsync();
        await own.Database.AllowAuditChangesAsync();
        await own.Database.ExecuteAsync(statement);

        Assert.Equal("seal_changed", (await own.FindAsync()).Kind());
    }

    [Fact]
    public async Task A_truncated_end_is_found_by_a_seal_that_was_kept_outside()
    {
        await using var own = await audit.CopyAsync();
        var seal = await own.LastSealAsync();
        await own.IsIntactAsync("--expect", seal);
        await own.Database.AllowAuditChangesAsync();
        await own.Database.ExecuteAsync(
            """
            DELETE FROM audit_events WHERE id = ANY(
                (SELECT event_ids || refresh_ids FROM audit_seals ORDER BY number DESC LIMIT 1)::bigint[]);
            DELETE FROM audit_seals WHERE number = (SELECT max(number) FROM audit_seals);
            """);

        // Nothing in the database tells.
        await own.IsIntactAsync();

        Assert.Equal("expected_seal_missing", (await own.FindAsync("--expect", seal)).Kind());
    }

    [Fact]
    public async Task Another_seal_with_the_number_of_the_expected_one_is_found()
    {
        await using var own = await audit.CopyAsync();

        var finding = await own.FindAsync("--expect", $"1:{new string('0', 64)}");

        Assert.Equal("expected_seal_missing", finding.Kind());
        Assert.Equal(2, (await own.VerifyAsync("--expect", "1:12")).ExitCode);
    }

    [Fact]
    public async Task Rows_that_nobody_seals_are_found()
    {
        await using var own = await audit.CopyAsync();
        await own.Database.ExecuteAsync(
            """
            INSERT INTO audit_events (occurred_at, event, outcome, actor_kind, trace_id)
            VALUES (now() - interval '4 minutes', 200, 1, 1, 'x')
            """);
        await own.IsIntactAsync();

        await own.Database.AllowAuditChangesAsync();
        await own.Database.ExecuteAsync(
            """
            UPDATE audit_events SET occurred_at = occurred_at - interval '2 minutes'
            WHERE id = (SELECT max(id) FROM audit_events)
            """);

        Assert.Equal("unsealed", (await own.FindAsync()).Kind());
    }

    [Fact]
    public async Task Rows_of_an_erased_user_are_intact()
    {
        await using var own = await audit.CopyAsync();
        Assert.Equal(
            0L, await own.Database.ScalarAsync<long>(
                """
                SELECT count(*) FROM audit_events WHERE user_id = $1
                    AND (erased_digest IS NULL AND event <> 262 OR salt IS NOT NULL AND event <> 262 OR address IS NOT NULL)
                """,
                audit.Deleted));

        await Cli.SucceedAsync(own.Settings.ForOperators(), "users", "delete", audit.User.ToString(), "--yes", "--reason", "x");

        Assert.True(await own.Database.ScalarAsync<long>("SELECT count(erased_digest) FROM audit_events") > 3);
        await own.IsIntactAsync();
    }

    [Fact]
    public async Task A_faked_erasure_is_found()
    {
        await using var own = await audit.CopyAsync();
        var id = await own.Database.ScalarAsync<long>("SELECT min(id) FROM audit_events WHERE user_id = $1", audit.User);
        await own.Database.AllowAuditChangesAsync();
        await own.Database.ExecuteAsync(
            """
            UPDATE audit_events SET
                erased_digest = audit_personal_digest(
                    salt, address, user_agent, request_id, CASE WHEN actor_kind = 2 THEN reason END),
                salt = NULL, address = NULL, user_agent = NULL, request_id = NULL
            WHERE id = $1
            """,
            id);

        var finding = await own.FindAsync();

        Assert.Equal(("erasure_unexplained", id), (finding.Kind(), finding.Id()));

        // Nor does it help to remove the user without a trace.
        await own.Database.ExecuteAsync("ALTER TABLE users DISABLE TRIGGER USER; DELETE FROM users");
        Assert.Equal("erasure_unexplained", (await own.FindAsync()).Kind());
    }

    [Fact]
    public async Task A_deletion_that_failed_or_was_earlier_explains_no_erasure()
    {
        await using var own = await audit.CopyAsync();
        var id = await own.Database.ScalarAsync<long>(
            """
            WITH added AS (
                INSERT INTO audit_events (event, outcome, actor_kind, user_id, address, trace_id)
                SELECT event, outcome, 1, $1, '192.0.2.7', 'x'
                FROM (VALUES (1, 262, 1), (2, 200, 1), (3, 262, 2)) v (n, event, outcome) ORDER BY n
                RETURNING id, event)
            SELECT id FROM added WHERE event = 200
            """,
            audit.User);
        await using (await own.StartApiAsync())
        {
            await own.Database.IsSealedAsync();
        }

        await own.IsIntactAsync();
        await own.Database.AllowAuditChangesAsync();
        await own.Database.ExecuteAsync(
            """
            UPDATE audit_events SET
                erased_digest = audit_personal_digest(salt, address, user_agent, request_id, NULL), salt = NULL, address = NULL
            WHERE id = $1
            """,
            id);
        await own.Database.ExecuteAsync("ALTER TABLE users DISABLE TRIGGER USER; DELETE FROM users");

        var finding = await own.FindAsync();

        Assert.Equal(("erasure_unexplained", id), (finding.Kind(), finding.Id()));
    }

    [Fact]
    public async Task Rows_whose_personal_data_are_not_sealed_are_found()
    {
        await using var own = await audit.CopyAsync();
        await own.Database.ExecuteAsync("ALTER TABLE audit_events ALTER salt DROP DEFAULT");
        await using (var api = await own.StartApiAsync())
        {
            await SignedInUser.CreateAsync(new TestClient(api));
            await own.Database.IsSealedAsync();
        }

        var finding = await own.FindAsync();

        Assert.Equal("row_changed", finding.Kind());
        Assert.Equal(
            finding.Id(), await own.Database.ScalarAsync<long>("SELECT min(id) FROM audit_events WHERE salt IS NULL AND id > $1",
                await own.Database.ScalarAsync<long>("SELECT max(id) FROM audit_events WHERE salt IS NOT NULL")));
    }

    [Fact]
    public async Task After_a_restore_a_row_that_is_sealed_soon_is_intact()
    {
        await using var own = await audit.CopyAsync();
        await own.Database.ExecuteAsync(
            """
            UPDATE audit_gaps SET noticed_at = noticed_at - interval '1 hour';
            INSERT INTO audit_events (id, occurred_at, event, outcome, actor_kind, trace_id)
            SELECT first_id, noticed_at - interval '1 second', 200, 1, 1, 'x' FROM audit_gaps ORDER BY first_id LIMIT 1;
            """);
        await own.IsIntactAsync();

        await using var api = await own.StartApiAsync();
        await Eventually.IsTrueAsync(
            async () => await own.Database.ScalarAsync<long>(
                """
                SELECT count(*) FROM audit_events a WHERE NOT EXISTS (
                    SELECT FROM audit_seals s WHERE a.id = ANY(s.event_ids || s.refresh_ids))
                """) == 0,
            "it is sealed");
        await own.IsIntactAsync();
    }

    [Fact]
    public async Task The_wrong_master_key_proves_nothing()
    {
        await using var own = await audit.CopyAsync();
        var settings = own.Settings.ForOperators();
        settings["Keys__Master__0"] = Settings.NewKey();

        var result = await Cli.RunAsync(settings, "", "audit", "verify", "--output", "json");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("key_missing", result.Json.GetProperty("findings")[0].Kind());
    }

    [Theory]
    [InlineData("UPDATE audit_events SET reason = 'x'")]
    [InlineData("UPDATE audit_events_first SET reason = 'x'")]
    [InlineData("DELETE FROM audit_events")]
    [InlineData("DELETE FROM audit_events_first WHERE event = 300")]
    [InlineData("TRUNCATE audit_events")]
    [InlineData("TRUNCATE audit_events_first")]
    [InlineData("UPDATE audit_seals SET digest = ''")]
    [InlineData("DELETE FROM audit_seals")]
    [InlineData("TRUNCATE audit_seals")]
    [InlineData("DO $$ BEGIN DELETE FROM audit_events WHERE reason <> 'public.erase_user() '; END $$")]
    [InlineData("SELECT purge_sealed_audit('10 years', 1, 100); DELETE FROM audit_events")]
    public async Task Even_the_owner_cannot_change_the_audit_by_mistake(string statement)
    {
        await using var own = await audit.CopyAsync();

        var refused = await Assert.ThrowsAsync<PostgresException>(() => own.Database.ExecuteAsync(statement));

        Assert.Contains("append-only", refused.MessageText, StringComparison.Ordinal);
        await own.IsIntactAsync();
    }
}
