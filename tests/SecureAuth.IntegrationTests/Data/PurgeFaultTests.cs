using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Data;

/// <summary>Expired rows are purged, whatever else cannot be purged.</summary>
public sealed class PurgeFaultTests(TestSystem system)
{
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
            INSERT INTO account_attempts (identifier_hash, updated_at) VALUES (sha256('x'), now() - interval '31 days');
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
}
