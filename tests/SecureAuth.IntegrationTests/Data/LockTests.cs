using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Data;

/// <summary>
/// Neither a purge nor a revocation holds a lock that the users wait for, however long it takes. Each is stopped in the middle,
/// with all its locks, and the instance beside it has its normal timeouts.
/// </summary>
public sealed class LockTests(TestSystem system)
{
    private static readonly Dictionary<string, string> Expired = new()
    {
        ["sessions"] = "expires_at < now() - interval '1 day'",
        ["account_attempts"] = "updated_at < now() - interval '30 days'",
        ["second_factor_challenges"] = "expires_at < now() - interval '1 day'",
        ["totp_credentials"] = "created_at < now() - interval '1 day'",
        ["passkey_challenges"] = "expires_at < now()",
    };

    [Theory]
    [InlineData("sessions")]
    [InlineData("account_attempts")]
    [InlineData("second_factor_challenges")]
    [InlineData("totp_credentials")]
    [InlineData("passkey_challenges")]
    public async Task Users_do_not_wait_for_a_purge(string table)
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var api = await own.StartApiAsync();
        var user = await SignedInUser.CreateAsync(new TestClient(api));
        var enrolled = await EnrolledUser.CreateAsync(own.Database, new TestClient(api));
        await AddExpiredRowsAsync(own.Database);

        // Users delete the challenges of their passkeys themselves, when they use them.
        var purged = table == "passkey_challenges" ? "OLD.purpose = 0" : "true";
        await using var held = await HeldRows.CreateAsync(own, $"BEFORE DELETE ON {table}", purged);

        // Every instance purges at its start.
        await using var purging = await own.StartApiAsync(
            ("ConnectionStrings__secureauth", own.Settings.Api + ";Command Timeout=60"));
        await held.IsReachedAsync();
        await UseEverythingAsync(user);
        await enrolled.SignInAsync();

        await held.DisposeAsync();
        await Eventually.IsTrueAsync(
            async () => await own.Database.ScalarAsync<long>($"SELECT count(*) FROM {table} WHERE {Expired[table]}") == 0,
            "the rest is purged");
    }

    [Fact]
    public async Task Users_do_not_wait_for_the_end_of_all_sessions()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var api = await own.StartApiAsync();
        var user = await SignedInUser.CreateAsync(new TestClient(api));
        await using var held = await HeldRows.CreateAsync(own, "BEFORE INSERT ON audit_events", "NEW.event = 306");

        var revoking = Cli.RunAsync(own.Settings, "tokens", "revoke", "--all", "--yes");
        await held.IsReachedAsync();
        await UseEverythingAsync(user);

        var before = await user.SignInAgainAsync();
        await held.DisposeAsync();
        Assert.Equal(0, (await revoking).ExitCode);
        Assert.Equal(HttpStatusCode.OK, (await before.Client.MeAsync((await before.SignInAgainAsync()).AccessToken)).Status);
        await user.IsSignedOutAsync();
    }

    [Fact]
    public async Task Users_do_not_wait_for_the_end_of_another_users_sessions()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var api = await own.StartApiAsync();
        var user = await SignedInUser.CreateAsync(new TestClient(api));
        var other = await SignedInUser.CreateAsync(new TestClient(api));
        await using var held = await HeldRows.CreateAsync(own, "BEFORE INSERT ON audit_events", "NEW.event = 305");

        var revoking = Cli.RunAsync(own.Settings, "tokens", "revoke", "--user", other.Account.Email, "--yes");
        await held.IsReachedAsync();
        await UseEverythingAsync(user);

        await held.DisposeAsync();
        Assert.Equal(0, (await revoking).ExitCode);
        await other.IsSignedOutAsync();
    }

    private static async Task UseEverythingAsync(SignedInUser user)
    {
        var client = user.Client;
        var refreshed = await user.RefreshedAsync();
        Assert.Equal(HttpStatusCode.OK, (await client.MeAsync(refreshed.AccessToken)).Status);
        Assert.Equal(HttpStatusCode.OK, (await client.SessionsAsync(refreshed.AccessToken)).Status);
        var another = await user.SignInAgainAsync();
        Assert.Equal(HttpStatusCode.NoContent, (await client.EndSessionAsync(refreshed.AccessToken, another.SessionId)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.LoginAsync(NewUser.Create())).Status);
        var newcomer = await SignedInUser.CreateAsync(client);
        Assert.Equal(HttpStatusCode.OK, (await client.SetUpAsync(newcomer.AccessToken)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await client.EndOtherSessionsAsync(newcomer.AccessToken)).Status);
        using var passkey = await PasskeyUser.CreateAsync(newcomer);
        Assert.Equal(HttpStatusCode.OK, (await client.PasskeyOptionsAsync()).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await client.LogoutAsync(newcomer.AccessToken, all: true)).Status);
    }

    /// <summary>
    /// More rows than a batch. The sessions and challenges belong to the users who go on, the set-ups to others, and the attempts
    /// to unknown identifiers.
    /// </summary>
    private static Task AddExpiredRowsAsync(Database database) => database.ExecuteAsync(
        """
        INSERT INTO sessions (id, user_id, created_at, authenticated_at, last_used_at, expires_at, absolute_expires_at,
            generation, token_hash, authentication_methods)
        SELECT gen_random_uuid(), u.id, now(), now(), now(), now() - interval '2 days', now(), 0, '', '{}'
        FROM users u, generate_series(1, 150);
        INSERT INTO second_factor_challenges (token_hash, user_id, security_stamp, created_at, expires_at, attempts)
        SELECT sha256((u.id::text || n)::bytea), u.id, '', now(), now() - interval '2 days', 0
        FROM users u, generate_series(1, 150) n;
        INSERT INTO passkey_challenges (token_hash, purpose, binding, state, expires_at)
        SELECT sha256(n::text::bytea), 0, '', '{}', now() - interval '1 minute' FROM generate_series(1, 300) n;
        INSERT INTO account_attempts (identifier_hash, updated_at)
        SELECT sha256(n::text::bytea), now() - interval '31 days' FROM generate_series(1, 300) n;
        INSERT INTO users (id, email, normalized_email, email_verified, is_active, created_at, updated_at, password_changed_at,
            security_stamp, totp_enabled)
        SELECT gen_random_uuid(), n, n, false, true, now(), now(), now(), '', false FROM generate_series(1, 300) n;
        INSERT INTO totp_credentials (user_id, protected_secret, last_used_step, created_at)
        SELECT id, '', 0, now() - interval '2 days' FROM users WHERE security_stamp = ''
        """);
}
