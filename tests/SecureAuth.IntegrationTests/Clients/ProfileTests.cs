using System.Net;
using System.Text.Json.Nodes;
using SecureAuth.Client;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Clients;

/// <summary>Usernames, fields and invitations with the C# client.</summary>
[Collection(nameof(CodeServer))]
public sealed class ProfileTests(CodeServer server)
{
    private readonly SecureAuthClient _auth = server.NewClient();

    [Fact]
    public async Task A_user_registers_with_a_username_and_fields_and_signs_in_by_the_name()
    {
        var account = NewUser.Create();
        var name = NewUser.Username();
        var outcome = await _auth.RegisterAsync(new NewAccount(account.Email, account.Password)
        {
            DisplayName = account.DisplayName,
            Username = name.ToUpperInvariant(),
            Fields = new JsonObject { ["department"] = "Sales", ["born"] = "2000-02-29", ["floor"] = 3 },
        });
        await _auth.VerifyEmailAsync(outcome.Code!, await server.CodeAsync(account.Email, MailSubjects.Verify));

        var signedIn = await _auth.SignInByUsernameAsync(name, account.Password, deviceName: "A test");

        var profile = await _auth.ForUser(Assert.IsType<SignInOutcome.SignedIn>(signedIn).Tokens.AccessToken).GetProfileAsync();
        Assert.Equal((account.DisplayName, name), (profile.DisplayName, profile.Username));
        Assert.Equal("Sales", profile.Fields!["department"]?.GetString());
        Assert.Equal("2000-02-29", profile.Fields["born"]?.GetString());
        Assert.Equal(3, profile.Fields["floor"]?.GetInt64());
        await ClientTests.RefusedAsync(
            ErrorCodes.InvalidCredentials, HttpStatusCode.Unauthorized,
            () => _auth.SignInByUsernameAsync(name, NewUser.StrongPassword()));
        await ClientTests.RefusedAsync(
            ErrorCodes.Conflict, HttpStatusCode.Conflict,
            () => _auth.RegisterAsync(
                new NewAccount(NewUser.Create().Email, NewUser.StrongPassword()) { Username = name }));
    }

    [Fact]
    public async Task A_field_is_changed_kept_and_removed()
    {
        var me = _auth.ForUser((await server.SignInAsync(_auth)).Tokens.AccessToken);
        Assert.All((await me.GetProfileAsync()).Fields!.Values, value => Assert.Null(value));

        await me.ChangeFieldsAsync(new JsonObject { ["department"] = "Sales", ["born"] = "2000-02-29" });
        var profile = await me.ChangeFieldsAsync(new JsonObject { ["born"] = null });

        Assert.Equal("Sales", profile.Fields!["department"]?.GetString());
        Assert.Null(profile.Fields["born"]);
        var refused = await ClientTests.RefusedAsync(
            ErrorCodes.InvalidRequest, HttpStatusCode.BadRequest,
            () => me.ChangeFieldsAsync(new JsonObject { ["born"] = "29.2.2000", ["shoe_size"] = 43 }));
        Assert.Equal(["fields.born", "fields.shoe_size"], refused.Errors.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_username_is_changed_and_removed_after_a_recent_authentication()
    {
        var (account, tokens) = await server.SignInAsync(_auth);
        await server.Database.ExecuteAsync(
            "UPDATE sessions SET authenticated_at = authenticated_at - interval '5 minutes 1 second' WHERE id = $1",
            tokens.SessionId);
        var stale = _auth.ForUser((await _auth.RefreshAsync(tokens.RefreshToken)).AccessToken);
        var name = NewUser.Username();
        await ClientTests.RefusedAsync(
            ErrorCodes.ReauthenticationRequired, HttpStatusCode.Forbidden, () => stale.ChangeUsernameAsync(name));

        var fresh = _auth.ForUser((await stale.ReauthenticateWithPasswordAsync(account.Password)).AccessToken);
        Assert.Equal(name, (await fresh.ChangeUsernameAsync(name)).Username);
        Assert.Null((await fresh.ChangeUsernameAsync(null)).Username);
        await ClientTests.RefusedAsync(
            ErrorCodes.InvalidCredentials, HttpStatusCode.Unauthorized,
            () => _auth.SignInByUsernameAsync(name, account.Password));
    }

    [Fact]
    public async Task A_user_in_an_inviting_role_invites_and_the_invited_one_registers_with_the_token()
    {
        var inviter = _auth.ForUser((await server.SignInAsync(_auth, Settings.InvitingRole)).Tokens.AccessToken);
        var invited = NewUser.Create();

        await inviter.InviteAsync(invited.Email);

        var mail = await server.System.MailboxOf(invited.Email).WaitAsync(MailSubjects.Invitation);
        var registration = new NewAccount(invited.Email, invited.Password) { InvitationToken = mail.Token };
        var outcome = await _auth.RegisterAsync(registration);
        Assert.True(Assert.IsType<RegistrationOutcome.Created>(outcome).User.EmailVerified);
        Assert.Null(outcome.Code);
        await ClientTests.RefusedAsync(
            ErrorCodes.InvalidToken, HttpStatusCode.BadRequest, () => _auth.RegisterAsync(registration));

        var other = _auth.ForUser((await server.SignInAsync(_auth)).Tokens.AccessToken);
        await ClientTests.RefusedAsync(
            ErrorCodes.NotFound, HttpStatusCode.NotFound, () => other.InviteAsync(NewUser.Create().Email));
    }
}
