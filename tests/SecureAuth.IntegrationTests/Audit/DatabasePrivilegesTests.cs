using Npgsql;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Audit;

/// <summary>
/// What the database roles may not do. An attacker who has taken over the API can neither erase the audit trail nor act as an
/// operator.
/// </summary>
public sealed class DatabasePrivilegesTests(TestSystem system)
{
    [Theory]
    [InlineData("UPDATE users SET is_active = true WHERE false")]
    [InlineData("UPDATE users SET created_at = now() WHERE false")]
    [InlineData("UPDATE users SET id = id WHERE false")]
    [InlineData("UPDATE token_epoch SET not_before = not_before")]
    [InlineData("DELETE FROM token_epoch WHERE false")]
    [InlineData("INSERT INTO token_epoch SELECT * FROM token_epoch WHERE false")]
    [InlineData("UPDATE sessions SET user_id = user_id WHERE false")]
    [InlineData("UPDATE sessions SET created_at = created_at WHERE false")]
    [InlineData("UPDATE sessions SET absolute_expires_at = absolute_expires_at WHERE false")]
    [InlineData("UPDATE totp_credentials SET user_id = user_id WHERE false")]
    [InlineData("UPDATE recovery_codes SET user_id = user_id WHERE false")]
    [InlineData("UPDATE second_factor_challenges SET user_id = user_id WHERE false")]
    [InlineData("UPDATE second_factor_challenges SET expires_at = expires_at WHERE false")]
    [InlineData("UPDATE data_protection_keys SET xml = ''")]
    [InlineData(
        "INSERT INTO audit_events (occurred_at, event, outcome, actor_kind, trace_id) SELECT now(), 1, 1, 1, '' WHERE false")]
    [InlineData("ALTER TABLE audit_events DISABLE TRIGGER ALL")]
    [InlineData("ALTER TABLE users ADD COLUMN intruder int")]
    [InlineData("INSERT INTO roles (id, name, normalized_name) VALUES (gen_random_uuid(), 'admin', 'ADMIN')")]
    [InlineData("INSERT INTO user_roles SELECT id, id FROM users WHERE false")]
    [InlineData("INSERT INTO signing_keys SELECT * FROM signing_keys WHERE false")]
    [InlineData("INSERT INTO server_secrets SELECT * FROM server_secrets WHERE false")]
    [InlineData("DELETE FROM signing_keys WHERE false")]
    [InlineData("UPDATE signing_keys SET retires_at = NULL WHERE false")]
    [InlineData("UPDATE server_secrets SET protected_key = ''")]
    [InlineData("DELETE FROM data_protection_keys WHERE false")]
    public Task The_API_role_may_not(string statement) => IsRefusedAsync(system.Postgres.ApiConnection, statement);

    [Theory]
    [InlineData("UPDATE users SET id = id WHERE false")]
    [InlineData("INSERT INTO sessions SELECT * FROM sessions WHERE false")]
    [InlineData("UPDATE sessions SET token_hash = token_hash WHERE false")]
    [InlineData("UPDATE sessions SET created_at = created_at WHERE false")]
    [InlineData("DELETE FROM sessions WHERE false")]
    [InlineData("INSERT INTO token_epoch SELECT * FROM token_epoch WHERE false")]
    [InlineData("DELETE FROM token_epoch WHERE false")]
    [InlineData("INSERT INTO signing_keys SELECT * FROM signing_keys WHERE false")]
    [InlineData("UPDATE signing_keys SET public_key = public_key WHERE false")]
    [InlineData("DELETE FROM signing_keys WHERE false")]
    [InlineData("INSERT INTO server_secrets SELECT * FROM server_secrets WHERE false")]
    [InlineData("DELETE FROM server_secrets WHERE false")]
    [InlineData(
        "INSERT INTO audit_events (occurred_at, event, outcome, actor_kind, trace_id) SELECT now(), 1, 1, 1, '' WHERE false")]
    public Task The_operators_role_may_not(string statement) => IsRefusedAsync(system.Postgres.OperatorConnection!, statement);

    [Theory]
    [InlineData("UPDATE audit_events SET reason = 'x'")]
    [InlineData("UPDATE audit_events_first SET reason = 'x'")]
    [InlineData("UPDATE audit_seals SET digest = ''")]
    [InlineData("DELETE FROM audit_seals WHERE false")]
    [InlineData("TRUNCATE audit_seals")]
    [InlineData("DROP TABLE audit_events_first")]
    [InlineData("SELECT setval('audit_events_id_seq', 1)")]
    [InlineData("UPDATE audit_events SET address = NULL WHERE false")]
    [InlineData("DELETE FROM audit_events WHERE false")]
    [InlineData("ALTER TABLE users DISABLE TRIGGER ALL")]
    [InlineData("CREATE TRIGGER intruder BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION erase_user()")]
    [InlineData("ALTER FUNCTION erase_user() RESET ALL")]
    [InlineData("TRUNCATE audit_events")]
    [InlineData("DROP TABLE audit_events")]
    [InlineData("CREATE TABLE intruder (id int)")]
    [InlineData("CREATE SCHEMA intruder")]
    [InlineData("CREATE FUNCTION intruder() RETURNS int LANGUAGE sql AS 'SELECT 1'")]
    [InlineData("DROP TABLE sessions")]
    [InlineData("TRUNCATE users CASCADE")]
    [InlineData("CREATE ROLE intruder")]
    [InlineData("CREATE DATABASE intruder")]
    [InlineData("ALTER TABLE token_epoch DISABLE TRIGGER ALL")]
    [InlineData("DELETE FROM \"__EFMigrationsHistory\" WHERE false")]
    [InlineData("COPY users TO PROGRAM 'cat'")]
    public async Task Neither_role_may_run(string statement)
    {
        await IsRefusedAsync(system.Postgres.ApiConnection, statement);
        await IsRefusedAsync(system.Postgres.OperatorConnection!, statement);
    }

    [Fact]
    public async Task The_API_role_cannot_enable_an_account_by_deleting_it_and_inserting_it_again()
    {
        Assert.SkipWhen(system.Postgres.Server is null, "The configured server's roles are its operator's.");
        var user = await SignedInUser.CreateAsync(system.NewClient());
        await system.Database.ExecuteAsync("UPDATE users SET is_active = false WHERE id = $1", user.Id);
        await using var role = new Database(system.Postgres.ApiConnection);
        await role.ExecuteAsync("DELETE FROM users WHERE id = $1", user.Id);

        // The table of erased ids tells, whatever is in the audit.
        var error = await Assert.ThrowsAsync<PostgresException>(() => role.ExecuteAsync(
            """
            INSERT INTO users (
                id, email, normalized_email, email_verified, password_hash, security_stamp, concurrency_stamp, is_active,
                totp_enabled, created_at, updated_at, password_changed_at)
            VALUES ($1, $2, upper($2), true, '', '', '', true, false, now(), now(), now())
            """,
            user.Id,
            user.Account.Email));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, error.SqlState);
    }

    private async Task IsRefusedAsync(string connection, string statement)
    {
        Assert.SkipWhen(system.Postgres.Server is null, "The configured server's roles are its operator's.");
        await using var role = new Database(connection);

        var error = await Assert.ThrowsAsync<PostgresException>(() => role.ExecuteAsync(statement));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, error.SqlState);
    }
}
