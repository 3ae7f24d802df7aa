using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Data;

/// <summary>Expired rows are purged whatever their number, and whatever else cannot be purged.</summary>
public sealed class PurgeFaultTests(TestSystem system)
{
    [Fact]
    public async Task Every_purge_finds_its_rows_through_an_index()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await FillAsync(own.Database);
        await using var api = await own.StartApiAsync();

        await Eventually.IsTrueAsync(
            async () => await own.Database.ScalarAsync<long>(
                """
                SELECT (SELECT count(*) FROM sessions WHERE LEAST(expires_at, revoked_at) < now() - interval '1 day')
                    + (SELECT count(*) FROM second_factor_challenges WHERE expires_at < now() - interval '1 day')
                    + (SELECT count(*) FROM account_attempts WHERE updated_at < now() - interval '1 day')
                    + (SELECT count(*) FROM totp_credentials WHERE confirmed_at IS NULL AND created_at < now() - interval '1 day')
                """) == 0,
            "the old rows are gone");

        // The statistics describe the statements that really ran: an unused index means a sequential scan.
        await Eventually.IsTrueAsync(
            async () => await own.Database.ScalarAsync<long>("SELECT sum(n_tup_del)::bigint FROM pg_stat_user_tables") >= 8000,
            "the statistics include the deleted rows");
        var whole = await own.Database.RowsAsync(
            """
            SELECT relname FROM pg_stat_user_indexes
            WHERE indexrelname IN ('ix_sessions_ended_at', 'ix_second_factor_challenges_expires_at',
                'ix_account_attempts_updated_at', 'ix_totp_credentials_created_at') AND idx_scan = 0
            """);
        Assert.Empty(whole);
        Assert.Equal(4L, await own.Database.ScalarAsync<long>(
            """
            SELECT count(*) FROM pg_stat_user_indexes
            WHERE indexrelname IN ('ix_sessions_ended_at', 'ix_second_factor_challenges_expires_at',
                'ix_account_attempts_updated_at', 'ix_totp_credentials_created_at')
            """));
        Assert.DoesNotContain(api.Log.All, line => line.Contains("Purging expired rows", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_failing_purge_is_logged_and_does_not_stop_the_others()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await own.Database.ExecuteAsync(
            """
            INSERT INTO users (id, email, normalized_email, email_verified, is_active, created_at, updated_at,
                password_changed_at, security_stamp, totp_enabled)
            VALUES (gen_random_uuid(), 'a', 'A', false, true, now(), now(), now(), '', false);
            INSERT INTO sessions (id, user_id, created_at, authenticated_at, last_used_at, expires_at, absolute_expires_at,
                generation, token_hash, authentication_methods)
            SELECT gen_random_uuid(), id, now(), now(), now(), now() - interval '2 days', now(), 0, '', '{}' FROM users;
            INSERT INTO second_factor_challenges (token_hash, user_id, security_stamp, created_at, expires_at, attempts)
            SELECT sha256('x'), id, '', now(), now() - interval '2 days', 0 FROM users;
            INSERT INTO account_attempts (identifier_hash, updated_at) VALUES (sha256('x'), now() - interval '2 days');
            INSERT INTO totp_credentials (user_id, protected_secret, last_used_step, created_at)
            SELECT id, '', 0, now() - interval '2 days' FROM users;
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not this one'; END $$;
            CREATE TRIGGER refuse BEFORE DELETE ON sessions FOR EACH ROW EXECUTE FUNCTION refuse();
            """);
        await using var api = await own.StartApiAsync();

        await Eventually.IsTrueAsync(
            async () => await own.Database.ScalarAsync<long>(
                """
                SELECT (SELECT count(*) FROM second_factor_challenges) + (SELECT count(*) FROM account_attempts)
                    + (SELECT count(*) FROM totp_credentials)
                """) == 0,
            "the others are gone");

        Assert.Equal(1L, await own.Database.ScalarAsync<long>("SELECT count(*) FROM sessions"));
        var record = Assert.Single(
            api.Log.Records, r => r.GetProperty("Message").GetString()!.Contains("Purging", StringComparison.Ordinal));
        Assert.Contains("sessions", record.GetProperty("Message").GetString(), StringComparison.Ordinal);
        Assert.Contains("not this one", record.GetProperty("Exception").GetString(), StringComparison.Ordinal);
    }

    /// <summary>So many rows that a sequential scan is the more expensive plan.</summary>
    private static Task FillAsync(Database database) => database.ExecuteAsync(
        """
        INSERT INTO users (id, email, normalized_email, email_verified, is_active, created_at, updated_at,
            password_changed_at, security_stamp, totp_enabled)
        SELECT gen_random_uuid(), n, n, false, true, now(), now(), now(), '', false FROM generate_series(1, 40000) n;
        INSERT INTO sessions (id, user_id, created_at, authenticated_at, last_used_at, expires_at, absolute_expires_at,
            generation, token_hash, authentication_methods)
        SELECT gen_random_uuid(), (SELECT id FROM users LIMIT 1), now(), now(), now(),
            now() + CASE WHEN n <= 2000 THEN interval '-2 days' ELSE interval '2 days' END, now() + interval '30 days',
            0, '', '{}'
        FROM generate_series(1, 200000) n;
        INSERT INTO second_factor_challenges (token_hash, user_id, security_stamp, created_at, expires_at, attempts)
        SELECT sha256(n::text::bytea), (SELECT id FROM users LIMIT 1), '', now(),
            now() + CASE WHEN n <= 2000 THEN interval '-2 days' ELSE interval '5 minutes' END, 0
        FROM generate_series(1, 40000) n;
        INSERT INTO account_attempts (identifier_hash, updated_at)
        SELECT sha256(n::text::bytea), now() - CASE WHEN n <= 2000 THEN interval '2 days' ELSE interval '1 minute' END
        FROM generate_series(1, 40000) n;
        INSERT INTO totp_credentials (user_id, protected_secret, last_used_step, created_at, confirmed_at)
        SELECT id, '', 0, now() - interval '2 days', CASE WHEN row_number() OVER () > 2000 THEN now() END FROM users;
        ANALYZE;
        """);
}
