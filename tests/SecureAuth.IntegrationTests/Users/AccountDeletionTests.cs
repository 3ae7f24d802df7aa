using System.Diagnostics.CodeAnalysis;
using System.Net;
using Npgsql;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Users;

/// <summary><c>DELETE /users/me</c>.</summary>
public sealed class AccountDeletionTests(TestSystem system)
{
    private readonly TestClient _client = system.NewClient();

    [Fact]
    public async Task After_a_deletion_no_token_works_on_any_replica()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var other = await user.SignInAgainAsync();
        var replica = user with { Client = _client.Through(await system.ReplicaAsync()) };

        var deleted = await DeleteAsync(user);

        Assert.Equal(HttpStatusCode.NoContent, deleted.Status);
        Problems.Is("invalid_token", await _client.MeAsync(user.AccessToken));
        Problems.Is("invalid_token", await _client.MeAsync(other.AccessToken));
        Problems.Is("invalid_refresh_token", await _client.RefreshAsync(other.RefreshToken));
        await replica.IsSignedOutAsync();
        Problems.Is("invalid_token", await DeleteAsync(user));
    }

    [Fact]
    public async Task A_sign_in_to_a_deleted_account_is_answered_like_one_to_an_unknown_account()
    {
        var user = await SignedInUser.CreateAsync(_client);
        await DeleteAsync(user);

        var deleted = await _client.LoginAsync(user.Account);

        Problems.Is("invalid_credentials", deleted);
        var row = Assert.Single(await system.Database.AuditOfRequestAsync(deleted));
        Assert.Equal("unknown_account", row.Reason);
        Assert.Null(row.UserId);
    }

    [Fact]
    public async Task A_later_registration_with_the_same_email_is_a_new_account()
    {
        var user = await SignedInUser.CreateAsync(_client);
        await DeleteAsync(user);

        var again = await SignedInUser.CreateAsync(_client, user.Account);

        Assert.NotEqual(user.Id, again.Id);
        Problems.Is("invalid_token", await _client.MeAsync(user.AccessToken));
        Problems.Is("invalid_refresh_token", await _client.RefreshAsync(user.RefreshToken));
    }

    [Fact]
    public async Task Mails_that_were_asked_for_with_the_address_are_gone_too()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var api = await own.StartApiAsync(("Email__PickupDirectory", ""));
        var user = await SignedInUser.CreateAsync(new TestClient(api));
        Assert.Equal(
            HttpStatusCode.Accepted, (await user.Client.ForgotAsync(user.Account.Email.ToUpperInvariant())).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await user.Client.ForgotAsync("x" + user.Account.Email)).Status);

        Assert.Equal(HttpStatusCode.NoContent, (await DeleteAsync(user)).Status);

        Assert.Equal(
            "x" + user.Account.Email,
            await own.Database.ScalarAsync<string>("SELECT string_agg(recipient, ' ') FROM outbox"));
    }

    [Fact]
    public async Task No_table_has_the_user_any_more_and_the_audit_log_has_only_the_id()
    {
        var enrolled = await EnrolledUser.CreateAsync(system);
        var user = await enrolled.SignInAsync();
        using var authenticator = new Authenticator();
        Assert.Equal(
            HttpStatusCode.Created, (await user.Client.AddPasskeyAsync(user.AccessToken, authenticator)).Status);
        await enrolled.ChallengeAsync();
        await enrolled.Client.LoginAsync(user.Account.Email, NewUser.StrongPassword());
        await Cli.SucceedAsync(
            system.Settings.ForOperators(), "users", "unlock", user.Account.Email, "--yes", "--reason", "Ms Test phoned us");
        var before = await system.Database.AuditOfUserAsync(user.Id);
        Assert.Contains(before, row => row.Address is not null && row.UserAgent is not null && row.RequestId is not null);
        Assert.Contains(before, row => row.Reason == "Ms Test phoned us");

        Assert.Equal(HttpStatusCode.NoContent, (await DeleteAsync(user)).Status);

        foreach (var table in await TablesWithUsersAsync())
        {
            Assert.Equal(0, await system.Database.ScalarAsync<long>(
                $"SELECT count(*) FROM {table} WHERE user_id = $1", user.Id));
        }

        Assert.Equal(0, await system.Database.ScalarAsync<long>("SELECT count(*) FROM users WHERE id = $1", user.Id));
        Assert.Equal(0, await system.Database.ScalarAsync<long>(
            """
            SELECT count(*) FROM sessions
            WHERE id = $1 AND (revoked_at IS NULL OR COALESCE(device_name, user_agent, host(address)) IS NOT NULL)
            """,
            user.SessionId));
        var after = await system.Database.AuditOfUserAsync(user.Id);
        Assert.Equal(before.Count + 1, after.Count);
        Assert.Equal(before.Select(row => row.Event), after.SkipLast(1).Select(row => row.Event));
        Assert.Equal(before.Select(row => row.TraceId), after.SkipLast(1).Select(row => row.TraceId));
        Assert.All(after, row => Assert.Equal((null, null, null), (row.Address, row.UserAgent, row.RequestId)));
        Assert.DoesNotContain(after, row => row.Reason == "Ms Test phoned us");
        Assert.Contains(after, row => row.Reason == "pwd otp");
        Assert.Contains(after, row => row.ActorName is not null);
        Assert.Equal(AuditEvent.AccountDeleted, after[^1].Event);
        Assert.Equal(ActorKind.Client, after[^1].ActorKind);
        Assert.Equal(user.SessionId, after[^1].SessionId);
    }

    [Fact]
    public async Task The_rows_of_other_users_stay_as_they_are()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var other = await SignedInUser.CreateAsync(_client);
        var before = await system.Database.AuditOfUserAsync(other.Id);

        await DeleteAsync(user);

        Assert.Equal(before, await system.Database.AuditOfUserAsync(other.Id));
        Assert.Equal(HttpStatusCode.OK, (await _client.MeAsync(other.AccessToken)).Status);
    }

    [Fact]
    public async Task A_token_that_is_used_after_the_deletion_leaves_no_address_behind()
    {
        var user = await SignedInUser.CreateAsync(_client);
        await DeleteAsync(user);

        await system.NewClient().MeAsync(user.AccessToken);

        IReadOnlyList<AuditTrailRow> rows = [];
        await Eventually.IsTrueAsync(
            async () => (rows = await system.Database.AuditOfUserAsync(user.Id, AuditEvent.AuthorizationRefused)).Count > 0,
            "the refusal is recorded");
        Assert.All(rows, row => Assert.Equal((null, null, null), (row.Address, row.UserAgent, row.RequestId)));
    }

    /// <summary>Otherwise it would see the user, and the deletion would not see its row.</summary>
    [Fact]
    public async Task A_refusal_during_the_deletion_waits_and_leaves_no_address_behind()
    {
        var user = await SignedInUser.CreateAsync(_client);
        await _client.LogoutAsync(user.AccessToken);
        var patient = _client.Through(await system.ReplicaAsync());
        await using var connection = new NpgsqlConnection(system.Settings.Owner);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var deletion = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var delete = new NpgsqlCommand("DELETE FROM users WHERE id = $1", connection, deletion)
        {
            Parameters = { new() { Value = user.Id } },
        };
        await delete.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        var refused = patient.RefreshAsync(user.RefreshToken);
        await Eventually.IsTrueAsync(
            async () => await system.Database.ScalarAsync<bool>(
                "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE $1 = ANY(pg_blocking_pids(pid)))", connection.ProcessID),
            "the refusal waits for the deletion");
        await deletion.CommitAsync(TestContext.Current.CancellationToken);

        Problems.Is("invalid_refresh_token", await refused);
        var rows = await system.Database.RowsAsync(
            "SELECT COALESCE(user_agent, request_id, host(address)) AS trace FROM audit_events WHERE user_id = $1", user.Id);
        Assert.All(rows, row => Assert.Null(row["trace"]));
        Assert.Equal(
            1, await system.Database.ScalarAsync<long>(
                "SELECT count(*) FROM audit_events WHERE user_id = $1 AND event = $2", user.Id, AuditEvent.RefreshRefused));
    }

    [Fact]
    public async Task A_deletion_needs_a_fresh_sign_in()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var stale = await user.StaleAsync(system);

        Problems.Is("reauthentication_required", await DeleteAsync(stale));

        var fresh = await _client.ReauthenticateAsync(stale.AccessToken, password: user.Account.Password);
        var deleted = await DeleteAsync(stale with { AccessToken = fresh["access_token"] });
        Assert.Equal(HttpStatusCode.NoContent, deleted.Status);
    }

    [Fact]
    public async Task A_deletion_needs_the_second_factor_of_a_user_who_has_one()
    {
        var enrolled = await EnrolledUser.CreateAsync(system);

        Problems.Is("second_factor_required", await DeleteAsync(enrolled.User));

        Assert.Equal(HttpStatusCode.NoContent, (await DeleteAsync(await enrolled.SignInAsync())).Status);
    }

    [Fact]
    public async Task A_deletion_needs_a_token()
    {
        Problems.Is("invalid_token", await _client.CallAsync(HttpMethod.Delete, "/api/v1/users/me"));
    }

    [Fact]
    public async Task A_lock_outlives_the_account_so_that_it_does_not_reveal_the_deletion()
    {
        var user = await SignedInUser.CreateAsync(_client);
        for (var i = 0; i < 5; i++)
        {
            await _client.LoginAsync(user.Account.Email, NewUser.StrongPassword());
        }

        await DeleteAsync(user);

        Problems.Is("account_locked", await _client.LoginAsync(user.Account));
        var again = await SignedInUser.CreateAsync(_client, user.Account);
        Assert.NotEqual(user.Id, again.Id);
    }

    [Fact]
    public async Task Failures_before_and_after_the_deletion_lock_together()
    {
        var user = await SignedInUser.CreateAsync(_client);
        await GuessAsync(user, 3);

        await DeleteAsync(user);

        await GuessAsync(user, 2);
        Problems.Is("account_locked", await _client.LoginAsync(user.Account));
    }

    [Theory]
    [InlineData("UPDATE sessions SET revoked_at = now() WHERE user_id = $1", "invalid_token")]
    [InlineData("UPDATE users SET totp_enabled = true WHERE id = $1", "second_factor_required")]
    public async Task A_deletion_respects_what_changed_while_it_waited_for_the_account(string change, string code)
    {
        var user = await SignedInUser.CreateAsync(_client.Through(await system.ReplicaAsync()));
        await using var other = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(system.Settings.Owner) { Pooling = false }.ConnectionString);
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await ExecuteAsync(other, "SELECT FROM users WHERE id = $1 FOR UPDATE", user.Id);

        var deleting = DeleteAsync(user);
        await Eventually.IsTrueAsync(
            async () => await system.Database.ScalarAsync<long>(
                "SELECT count(*) FROM pg_stat_activity WHERE $1 = ANY(pg_blocking_pids(pid))", other.ProcessID) > 0,
            "the deletion waits");
        await ExecuteAsync(other, change, user.Id);
        await transaction.CommitAsync(TestContext.Current.CancellationToken);

        Problems.Is(code, await deleting);
        Assert.Equal(1, await system.Database.ScalarAsync<long>("SELECT count(*) FROM users WHERE id = $1", user.Id));
        Assert.Empty(await system.Database.AuditOfUserAsync(user.Id, AuditEvent.AccountDeleted));
    }

    [Fact]
    public async Task A_deletion_may_take_longer_than_other_statements()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await own.Database.ExecuteAsync(
            """
            CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN PERFORM pg_sleep(1.5); RETURN OLD; END $$;
            CREATE TRIGGER wait BEFORE DELETE ON users FOR EACH ROW EXECUTE FUNCTION wait();
            """);
        await using var api = await own.StartApiAsync();
        var user = await SignedInUser.CreateAsync(new TestClient(api));

        Assert.Equal(HttpStatusCode.NoContent, (await DeleteAsync(user)).Status);
    }

    private static Task<Response> DeleteAsync(SignedInUser user) =>
        user.Client.CallAsync(HttpMethod.Delete, "/api/v1/users/me", null, user.AccessToken);

    [SuppressMessage("Security", "CA2100", Justification = "The statements are constants of this test.")]
    private static async Task ExecuteAsync(NpgsqlConnection connection, string statement, Guid id)
    {
        await using var command = new NpgsqlCommand(statement, connection) { Parameters = { new() { Value = id } } };
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private async Task GuessAsync(SignedInUser user, int guesses)
    {
        for (var i = 0; i < guesses; i++)
        {
            Problems.Is("invalid_credentials", await _client.LoginAsync(user.Account.Email, NewUser.StrongPassword()));
        }
    }

    /// <summary>All tables that name a user, whichever there will be. The audit log keeps the id.</summary>
    private async Task<IReadOnlyList<string>> TablesWithUsersAsync()
    {
        var rows = await system.Database.RowsAsync(
            """
            SELECT table_name::text AS name FROM information_schema.columns
            WHERE table_schema = 'public' AND column_name = 'user_id' AND table_name NOT LIKE 'audit_events%'
            """);
        var tables = rows.Select(row => (string)row["name"]!).ToList();
        Assert.Contains("sessions", tables);
        Assert.Contains("passkeys", tables);
        Assert.Contains("account_attempts", tables);
        return tables;
    }
}
