using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Mail;
using SecureAuth.IntegrationTests.Mail;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Registration;

/// <summary>Users in a configured role invite others. Everybody may register here, and invitations are accepted too.</summary>
public sealed class InvitingUserTests(TestSystem system)
{
    private readonly TestClient _client = system.NewClient();

    [Fact]
    public async Task A_user_in_an_inviting_role_invites_an_address()
    {
        var inviter = await InviterAsync();
        var user = NewUser.Create();

        var response = await _client.InviteAsync(inviter.AccessToken, user.Email);

        Assert.Equal(HttpStatusCode.Accepted, response.Status);
        Assert.Empty(response.Body);
        var registered = await _client.RegisterAsync(user, await TokenAsync(user));
        Assert.Equal(HttpStatusCode.Created, registered.Status);
        Assert.True(registered.Json.GetProperty("email_verified").GetBoolean());
        Assert.Equal(0, registered.Json.GetProperty("roles").GetArrayLength());
        var row = Assert.Single(await system.Database.AuditOfRequestAsync(response));
        Assert.Equal((AuditEvent.InvitationSent, inviter.Id), (row.Event, row.UserId));
        Assert.StartsWith("invitation=", row.Reason, StringComparison.Ordinal);
        Assert.Equal(row.Reason, Assert.Single(await system.Database.AuditOfRequestAsync(registered)).Reason);
    }

    [Fact]
    public async Task For_a_user_without_an_inviting_role_the_path_does_not_exist()
    {
        var user = await SignedInUser.CreateAsync(_client);

        Problems.Is("not_found", await _client.InviteAsync(user.AccessToken, NewUser.Create().Email));

        await Eventually.IsTrueAsync(
            async () => await system.Database.AuditCountWhereAsync(
                "event = $1 AND reason = 'role_missing' AND user_id = $2", AuditEvent.AuthorizationRefused, user.Id) == 1,
            "the refusal is recorded");
    }

    [Fact]
    public async Task An_invitation_needs_recent_credentials_and_a_token()
    {
        var stale = await (await InviterAsync()).StaleAsync(system);

        Problems.Is("reauthentication_required", await _client.InviteAsync(stale.AccessToken, NewUser.Create().Email));
        Problems.Is("invalid_token", await _client.InviteAsync(null, NewUser.Create().Email));
    }

    [Fact]
    public async Task An_inviter_who_has_a_second_factor_needs_it_to_invite()
    {
        var inviter = await InviterAsync();
        await EnrolledUser.CreateAsync(system.Database, inviter);

        // The session that set the factor up counts as multi-factor from its next token on, and this is the token before.
        Problems.Is("second_factor_required", await _client.InviteAsync(inviter.AccessToken, NewUser.Create().Email));
    }

    [Fact]
    public async Task A_user_who_invites_cannot_give_a_role()
    {
        var inviter = await InviterAsync();

        var response = await _client.PostAsync(
            "/api/v1/invitations", new { email = NewUser.Create().Email, role = "admin" }, inviter.AccessToken);

        Problems.IsInvalid("role", response);
    }

    [Fact]
    public async Task The_answer_does_not_tell_who_has_an_account_and_no_mail_is_sent()
    {
        var inviter = await InviterAsync();
        var known = await NewUser.RegisterAsync(_client);

        var ofKnown = await _client.InviteAsync(inviter.AccessToken, known.Email);
        var ofUnknown = await _client.InviteAsync(inviter.AccessToken, NewUser.Create().Email);

        Assert.Equal(HttpStatusCode.Accepted, ofKnown.Status);
        SameResponse.Assert(ofKnown, ofUnknown);
        await Eventually.IsTrueAsync(
            async () => await MailsAsync(known) == 0, "the mail is dropped");
        Assert.Empty(system.MailboxOf(known.Email).Named(MailSubjects.Invitation));
    }

    [Theory]
    [InlineData("users", "disable")]
    [InlineData("users", "delete")]
    [InlineData("users", "ungrant")]
    public async Task An_invitation_ends_with_its_inviter(params string[] command)
    {
        var inviter = await InviterAsync();
        var user = NewUser.Create();
        await _client.InviteAsync(inviter.AccessToken, user.Email);
        var token = await TokenAsync(user);

        string[] role = command[1] == "ungrant" ? [Settings.InvitingRole] : ["--yes"];
        await Cli.SucceedAsync(system.Settings, [.. command, inviter.Account.Email, .. role]);

        Problems.IsInvalidOneTimeToken(await _client.RegisterAsync(user, token));
    }

    [Fact]
    public async Task An_address_gets_one_invitation_of_users_an_hour()
    {
        var inviter = await InviterAsync();
        var user = NewUser.Create();
        await _client.InviteAsync(inviter.AccessToken, user.Email);
        var first = await TokenAsync(user);

        var again = await _client.InviteAsync(inviter.AccessToken, user.Email);
        Assert.Equal(HttpStatusCode.Accepted, again.Status);
        Assert.Equal(1, await MailsAsync(user));

        await system.Database.ExecuteAsync(
            "UPDATE invitations SET created_at = created_at - interval '1 hour' WHERE email = $1", user.Email);
        await _client.InviteAsync(inviter.AccessToken, user.Email);
        var second = (await system.MailboxOf(user.Email).WaitAsync(MailSubjects.Invitation, 2)).Token;
        Problems.IsInvalidOneTimeToken(await _client.RegisterAsync(user, first));
        Assert.Equal(HttpStatusCode.Created, (await _client.RegisterAsync(user, second)).Status);
    }

    [Fact]
    public async Task A_user_does_not_replace_the_invitation_of_an_operator()
    {
        var inviter = await InviterAsync();
        var user = NewUser.Create();
        await Cli.SucceedAsync(system.Settings, "users", "invite", user.Email, "--role", "auditor");
        var token = await TokenAsync(user);
        await system.Database.ExecuteAsync(
            "UPDATE invitations SET created_at = created_at - interval '1 day' WHERE email = $1", user.Email);

        Assert.Equal(HttpStatusCode.Accepted, (await _client.InviteAsync(inviter.AccessToken, user.Email)).Status);

        Assert.Equal(1, await MailsAsync(user));
        var registered = await _client.RegisterAsync(user, token);
        Assert.Equal(["auditor"], registered.Json.GetProperty("roles").EnumerateArray().Select(role => role.GetString()));
    }

    [Fact]
    public async Task A_user_invites_fifty_addresses_a_day()
    {
        var inviter = await InviterAsync();
        await system.Database.ExecuteAsync(
            """
            INSERT INTO invitations (id, email, normalized_email, invited_by, token_hash, created_at, expires_at)
            SELECT gen_random_uuid(), n || $2, upper(n || $2), $1, sha256((n || $2)::bytea), now() - interval '1 hour',
                now() + interval '6 days'
            FROM generate_series(1, 49) n
            """,
            inviter.Id,
            NewUser.Create().Email);

        Assert.Equal(HttpStatusCode.Accepted, (await _client.InviteAsync(inviter.AccessToken, NewUser.Create().Email)).Status);
        var refused = await _client.InviteAsync(inviter.AccessToken, NewUser.Create().Email);

        Problems.Is("rate_limited", refused);
        Assert.InRange(refused.RetryAfter!.Value, 22 * 3600, 23 * 3600);
        var row = Assert.Single(await system.Database.AuditOfRequestAsync(refused));
        Assert.Equal((AuditEvent.InvitationRefused, "too_many_requests"), (row.Event, row.Reason));
    }

    /// <summary>Whoever registers without the mail gets no role, and no invitation outlives the account.</summary>
    [Fact]
    public async Task A_deleted_account_takes_an_invitation_of_its_address_along()
    {
        var user = NewUser.Create();
        await Cli.SucceedAsync(system.Settings, "users", "invite", user.Email, "--role", "auditor");
        var signedIn = await SignedInUser.CreateAsync(_client, user);
        var me = await _client.MeAsync(signedIn.AccessToken);
        Assert.Equal(0, me.Json.GetProperty("roles").GetArrayLength());

        await _client.CallAsync(HttpMethod.Delete, "/api/v1/users/me", null, signedIn.AccessToken);

        Assert.Equal(0, await system.Database.ScalarAsync<long>(
            "SELECT count(*) FROM invitations WHERE email = $1", user.Email));
    }

    private async Task<SignedInUser> InviterAsync()
    {
        var user = await NewUser.RegisterAsync(_client);
        await system.Database.GrantRoleAsync(user.Email, Settings.InvitingRole);
        var id = await system.Database.ScalarAsync<Guid>("SELECT id FROM users WHERE email = $1", user.Email);
        var signedIn = await _client.LoginAsync(user);
        return new SignedInUser(
            _client, user, id, Guid.Parse(signedIn["session_id"]), signedIn["access_token"], signedIn["refresh_token"]);
    }

    private async Task<string> TokenAsync(NewUser user) =>
        (await system.MailboxOf(user.Email).WaitAsync(MailSubjects.Invitation)).Token!;

    /// <summary>The invitations that were queued or sent.</summary>
    private Task<long> MailsAsync(NewUser user) => system.Database.ScalarAsync<long>(
        "SELECT count(*) FROM outbox WHERE recipient = $1 AND kind = $2", user.Email, MailKind.Invitation);
}
