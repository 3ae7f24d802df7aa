using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Registration;

/// <summary>An instance with rules for the domains of addresses. The unit tests have the rules.</summary>
public sealed class EmailDomainTests(TestSystem system) : IAsyncLifetime
{
    private RunningApi _api = null!;
    private TestClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await system.StartApiAsync(
            ("Accounts__AllowedDomains__0", "users.test"),
            ("Accounts__AllowedDomains__1", "*.users.test"),
            ("Accounts__AllowedDomains__2", "xn--bcher-kva.example"),
            ("Accounts__RefusedDomains__0", "refused.users.test"));
        _client = new TestClient(_api);
    }

    [Fact]
    public async Task Only_addresses_in_an_allowed_domain_register()
    {
        string[] allowed = ["users.test", "USERS.test", "mail.users.test", "XN--bcher-KVA.example"];
        string[] refused = ["other.test", "notusers.test", "refused.users.test", "mail.refused.users.test", "users.test.other"];

        foreach (var domain in allowed)
        {
            Assert.Equal(HttpStatusCode.Created, (await _client.RegisterAsync(At(domain))).Status);
        }

        foreach (var domain in refused)
        {
            IsRefused("email", await _client.RegisterAsync(At(domain)));
        }
    }

    [Fact]
    public async Task The_rules_hold_for_another_address_too()
    {
        var user = await SignedInUser.CreateAsync(_client);

        IsRefused("new_email", await _client.ChangeEmailAsync(user.AccessToken, At("other.test").Email));
        Assert.Equal(
            HttpStatusCode.Accepted, (await _client.ChangeEmailAsync(user.AccessToken, At("mail.users.test").Email)).Status);
    }

    [Fact]
    public async Task A_change_that_was_asked_for_before_the_rules_is_refused_while_they_hold()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        var address = At("other.test").Email;
        Assert.Equal(HttpStatusCode.Accepted, (await user.Client.ChangeEmailAsync(user.AccessToken, address)).Status);
        var mail = await system.MailboxOf(address).WaitAsync(MailSubjects.VerifyNew);

        Problems.IsInvalidOneTimeToken(await _client.VerifyEmailAsync(mail.Token));

        Assert.Equal(HttpStatusCode.NoContent, (await user.Client.VerifyEmailAsync(mail.Token)).Status);
    }

    /// <summary>What an operator types is a decision about one address.</summary>
    [Fact]
    public async Task Users_are_bound_when_they_invite_and_operators_are_not()
    {
        var inviter = await NewUser.RegisterAsync(_client);
        await system.Database.GrantRoleAsync(inviter.Email, Settings.InvitingRole);
        var signedIn = await _client.LoginAsync(inviter);
        var user = At("refused.users.test");

        IsRefused("email", await _client.InviteAsync(signedIn["access_token"], user.Email));
        await Cli.SucceedAsync(system.Settings, "users", "invite", user.Email);
        var mail = await system.MailboxOf(user.Email).WaitAsync(MailSubjects.Invitation);
        Assert.Equal(HttpStatusCode.Created, (await _client.RegisterAsync(user, mail.Token)).Status);
        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user)).Status);
    }

    public async ValueTask DisposeAsync() => await (_api?.DisposeAsync() ?? ValueTask.CompletedTask);

    private static NewUser At(string domain)
    {
        var user = NewUser.Create();
        return user with { Email = user.Email.Replace("users.test", domain, StringComparison.Ordinal) };
    }

    private static void IsRefused(string field, Response response)
    {
        Problems.IsInvalid(field, response);
        Assert.Equal(["domain_not_allowed"], response.ErrorsOf(field));
    }
}
