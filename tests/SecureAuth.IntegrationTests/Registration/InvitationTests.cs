using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Registration;

/// <summary>Where registration is by invitation.</summary>
[Collection(nameof(InvitationApi))]
public sealed partial class InvitationTests(InvitationApi inviting)
{
    private readonly TestClient _client = inviting.NewClient();

    [Fact]
    public async Task Nobody_registers_without_an_invitation()
    {
        var response = await _client.RegisterAsync(NewUser.Create());

        Problems.IsInvalid("invitation_token", response);
        Assert.Equal(["required"], response.ErrorsOf("invitation_token"));
    }

    [Fact]
    public async Task Whoever_is_invited_has_a_verified_account_with_its_role_at_once()
    {
        var user = NewUser.Create();
        var role = TestRole.New();
        var mail = await inviting.MailAsync(user.Email, 1, "--role", role, "--reason", "ticket 1");

        var registered = await InvitationApi.AcceptAsync(_client, user, mail.Token!);

        Assert.Contains("valid for 7 days", mail.Text, StringComparison.Ordinal);
        Assert.Contains(
            $"{Settings.Issuer}/account/invitation#token={mail.Token}&email={Uri.EscapeDataString(user.Email)}", mail.Text,
            StringComparison.Ordinal);
        Assert.True(registered.Json.GetProperty("email_verified").GetBoolean());
        Assert.Equal([role], registered.Json.GetProperty("roles").EnumerateArray().Select(r => r.GetString()));
        var signedIn = await _client.LoginAsync(user);
        Assert.Equal(HttpStatusCode.OK, signedIn.Status);
        var me = await _client.MeAsync(signedIn["access_token"]);
        Assert.Equal([role], me.Json.GetProperty("roles").EnumerateArray().Select(r => r.GetString()));
        Assert.Equal(0, await RowsAsync(user));
        Assert.Single(inviting.System.MailboxOf(user.Email).All, m => m.Token is not null);
    }

    /// <summary>The audit has no addresses, so that the two rows have to name the invitation.</summary>
    [Fact]
    public async Task The_audit_tells_which_account_came_of_which_invitation()
    {
        var user = NewUser.Create();
        var token = await inviting.InviteAsync(user.Email, "--role", "auditor", "--reason", "ticket 2");
        var id = await inviting.Database.ScalarAsync<Guid>("SELECT id FROM invitations WHERE email = $1", user.Email);

        var registered = await InvitationApi.AcceptAsync(_client, user, token);

        var invited = Assert.Single(await inviting.Database.AuditWhereAsync(
            "event = $1 AND reason LIKE $2", AuditEvent.UserInvited, $"%{id}%"));
        Assert.Equal($"invitation={id} role=auditor ticket 2", invited.Reason);
        Assert.Equal((ActorKind.Operator, null), (invited.ActorKind, invited.UserId));
        var row = Assert.Single(await inviting.Database.AuditOfRequestAsync(registered));
        Assert.Equal((AuditEvent.Registered, $"invitation={id} role=auditor"), (row.Event, row.Reason));
        Assert.Equal(Guid.Parse(registered["id"]), row.UserId);
    }

    [Fact]
    public async Task An_invitation_is_for_its_address_alone_in_any_case()
    {
        var user = NewUser.Create();
        var token = await inviting.InviteAsync(user.Email);

        Problems.IsInvalidOneTimeToken(await _client.RegisterAsync(NewUser.Create(), token));
        await InvitationApi.AcceptAsync(_client, user with { Email = user.Email.ToUpperInvariant() }, token);
    }

    [Fact]
    public async Task An_invitation_works_once()
    {
        var user = NewUser.Create();
        var token = await inviting.InviteAsync(user.Email);
        await InvitationApi.AcceptAsync(_client, user, token);

        Problems.IsInvalidOneTimeToken(await _client.RegisterAsync(user, token));
        Problems.IsInvalidOneTimeToken(await _client.RegisterAsync(NewUser.Create(), token));
    }

    [Fact]
    public async Task An_invitation_ends_after_seven_days()
    {
        var user = NewUser.Create();
        var token = await inviting.InviteAsync(user.Email);
        var lifetime = await inviting.Database.ScalarAsync<TimeSpan>(
            "SELECT expires_at - clock_timestamp() FROM invitations WHERE email = $1", user.Email);
        Assert.InRange(lifetime, TimeSpan.FromDays(6.9), TimeSpan.FromDays(7));

        await inviting.Database.ExecuteAsync(
            "UPDATE invitations SET expires_at = expires_at - interval '7 days' WHERE email = $1", user.Email);

        Problems.IsInvalidOneTimeToken(await _client.RegisterAsync(user, token));
    }

    [Fact]
    public async Task A_newer_invitation_replaces_an_older_one_and_its_role()
    {
        var user = NewUser.Create();
        var first = await inviting.InviteAsync(user.Email, "--role", TestRole.New());
        var second = await inviting.MailAsync(user.Email, 2);

        Problems.IsInvalidOneTimeToken(await _client.RegisterAsync(user, first));
        var registered = await InvitationApi.AcceptAsync(_client, user, second.Token!);

        Assert.Equal(0, registered.Json.GetProperty("roles").GetArrayLength());
    }

    [Fact]
    public async Task An_operator_withdraws_an_invitation()
    {
        var user = NewUser.Create();
        var token = await inviting.InviteAsync(user.Email);

        await Cli.SucceedAsync(inviting.System.Settings, "users", "uninvite", user.Email);

        Problems.IsInvalidOneTimeToken(await _client.RegisterAsync(user, token));
    }

    [Fact]
    public async Task An_invitation_ends_when_its_address_has_an_account()
    {
        var user = NewUser.Create();
        var token = await inviting.InviteAsync(user.Email);
        var created = await Cli.RunAsync(
            inviting.System.Settings.ForOperators(), NewUser.StrongPassword() + "\n",
            "users", "create", user.Email, "--password-stdin");
        Assert.True(created.ExitCode == 0, created.ToString());

        Problems.IsInvalidOneTimeToken(await _client.RegisterAsync(user, token));
    }

    [Fact]
    public async Task A_refused_password_uses_no_invitation_up()
    {
        var user = NewUser.Create();
        var token = await inviting.InviteAsync(user.Email);

        Problems.Is("weak_password", await _client.RegisterAsync(user with { Password = "short" }, token));
        await InvitationApi.AcceptAsync(_client, user, token);
    }

    /// <summary>Neither the answer nor a hash of a password tells why: the address may have an account, or be invited.</summary>
    [Fact]
    public async Task Every_bad_invitation_is_refused_with_the_same_answer()
    {
        var (used, invited) = (NewUser.Create(), NewUser.Create());
        var token = await inviting.InviteAsync(used.Email);
        await inviting.InviteAsync(invited.Email);
        await InvitationApi.AcceptAsync(_client, used, token);

        var responses = new[]
        {
            await _client.RegisterAsync(used, token),
            await _client.RegisterAsync(invited, token),
            await _client.RegisterAsync(NewUser.Create(), "saot_" + new string('x', 43)),
        };

        Assert.All(responses, Problems.IsInvalidOneTimeToken);
        Assert.Single(responses.Select(response => Ids().Replace(response.Body, "")).Distinct());
        foreach (var response in responses)
        {
            var row = Assert.Single(await inviting.Database.AuditOfRequestAsync(response));
            Assert.Equal(
                (AuditEvent.RegistrationRefused, "invalid_invitation", (Guid?)null), (row.Event, row.Reason, row.UserId));
        }
    }

    [Fact]
    public async Task The_database_contains_no_token_and_nothing_that_is_accepted_as_one()
    {
        var user = NewUser.Create();
        var token = await inviting.InviteAsync(user.Email);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(token));

        Assert.Equal(
            SHA256.HashData(hash),
            await inviting.Database.ScalarAsync<byte[]>("SELECT token_hash FROM invitations WHERE email = $1", user.Email));
        var text = await inviting.Database.ScalarAsync<string>(
            "SELECT string_agg(o::text, ' ') FROM outbox o WHERE recipient = $1", user.Email);
        Assert.DoesNotContain(token, text!, StringComparison.Ordinal);
    }

    /// <summary>Whoever has the API's role in the database, and not its keys, must not become an administrator.</summary>
    [Fact]
    public async Task The_role_of_the_API_gets_no_role_out_of_an_invitation_without_its_mail()
    {
        var user = NewUser.Create();
        await inviting.InviteAsync(user.Email, "--role", TestRole.New());
        await using var api = new Database(inviting.System.Settings.Api);
        var attacker = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
        await api.ExecuteAsync(
            """
            INSERT INTO users (id, email, normalized_email, email_verified, is_active, created_at, updated_at,
                password_changed_at, security_stamp, totp_enabled)
            VALUES ($1, $2, upper($2), true, true, now(), now(), now(), '', false)
            """,
            attacker,
            user.Email);

        const string Redeem = "SELECT redeem_invitation(token_hash, $1) FROM invitations WHERE email = $2";
        var redeemed = Assert.Single(await api.RowsAsync(Redeem, attacker, user.Email));
        Assert.Equal(false, redeemed["redeem_invitation"]);
        await IsDeniedAsync("UPDATE invitations SET token_hash = '' WHERE email = $1");
        await IsDeniedAsync("UPDATE invitations SET normalized_email = '' WHERE email = $1");
        await IsDeniedAsync(
            """
            INSERT INTO invitations (id, email, normalized_email, role_id, token_hash, created_at, expires_at)
            SELECT gen_random_uuid(), $1 || 'x', $1 || 'x', id, '', now(), now() FROM roles LIMIT 1
            """);

        async Task IsDeniedAsync(string sql)
        {
            var error = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => api.ExecuteAsync(sql, user.Email));
            Assert.Equal("42501", error.SqlState);
        }
    }

    private Task<long> RowsAsync(NewUser user) =>
        inviting.Database.ScalarAsync<long>("SELECT count(*) FROM invitations WHERE email = $1", user.Email);

    [GeneratedRegex("\"request_id\":\"[^\"]+\"")]
    private static partial Regex Ids();
}
