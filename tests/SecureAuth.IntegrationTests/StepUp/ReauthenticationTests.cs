using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.StepUp;

public sealed class ReauthenticationTests(TestSystem system)
{
    [Fact]
    public async Task A_password_reauthenticates_and_returns_a_fresh_token()
    {
        var user = await (await SignedInUser.CreateAsync(system.NewClient())).StaleAsync(system);
        var response = await user.Client.ReauthenticateAsync(user.AccessToken, user.Account.Password);
        Assert.Equal(HttpStatusCode.OK, response.Status);
        Assert.Equal(
            ["access_token", "expires_in", "token_type"], response.Json.EnumerateObject().Select(member => member.Name).Order());
        Assert.Equal(("Bearer", 900), (response["token_type"], response.Json.GetProperty("expires_in").GetInt32()));

        var (before, after) = (Claims.Of(user.AccessToken), Claims.Of(response["access_token"]));
        Assert.Equal(before.SessionId, after.SessionId);
        Assert.Equal(Claims.Password, after.Amr);
        Assert.True(after.AuthTime - before.AuthTime >= TimeSpan.FromMinutes(5));
        Assert.Equal(HttpStatusCode.OK, (await user.Client.SetUpAsync(response["access_token"])).Status);

        var row = Assert.Single(await system.Database.AuditOfUserAsync(user.Id), row => row.Event == AuditEvent.Reauthenticated);
        Assert.Equal((user.SessionId, "pwd"), (row.SessionId!.Value, row.Reason));
    }

    [Fact]
    public async Task A_code_reauthenticates_an_enrolled_user_with_multi_factor()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var stale = await user.User.StaleAsync(system);
        var response = await user.Client.ReauthenticateAsync(stale.AccessToken, code: await user.UnusedCodeAsync());
        Assert.Equal(HttpStatusCode.OK, response.Status);
        var claims = Claims.Of(response["access_token"]);
        Assert.Equal(stale.SessionId, claims.SessionId);
        Assert.Equal(Claims.MultiFactor, claims.Amr);
        Assert.Equal(HttpStatusCode.OK, (await user.Client.RenewRecoveryCodesAsync(response["access_token"])).Status);
    }

    [Fact]
    public async Task A_refresh_returns_to_the_sessions_own_freshness()
    {
        var user = await (await SignedInUser.CreateAsync(system.NewClient())).StaleAsync(system);
        var fresh = await user.Client.ReauthenticateAsync(user.AccessToken, user.Account.Password);
        Assert.Equal(HttpStatusCode.OK, fresh.Status);

        // A thief of the refresh token would do the same.
        var refreshed = await user.RefreshedAsync();

        Assert.Equal(Claims.Of(user.AccessToken).AuthTime, Claims.Of(refreshed.AccessToken).AuthTime);
        Problems.Is("reauthentication_required", await user.Client.SetUpAsync(refreshed.AccessToken));
        Assert.Equal(HttpStatusCode.OK, (await user.Client.SetUpAsync(fresh["access_token"])).Status);
    }

    [Fact]
    public async Task A_code_makes_the_token_multi_factor_but_not_the_session()
    {
        var first = await SignedInUser.CreateAsync(system.NewClient());
        var other = await first.SignInAgainAsync();
        var app = new AuthenticatorApp((await first.Client.SetUpAsync(first.AccessToken))["secret"]);
        var codes = EnrolledUser.CodesOf(await first.Client.VerifyAsync(first.AccessToken, app.Code()));
        var response = await other.Client.ReauthenticateAsync(other.AccessToken, code: codes[0]);
        Assert.Equal(Claims.MultiFactor, Claims.Of(response["access_token"]).Amr);
        Assert.Equal(Claims.Password, Claims.Of((await other.RefreshedAsync()).AccessToken).Amr);
        Assert.Contains(
            await system.Database.AuditOfUserAsync(first.Id),
            row => row is { Event: AuditEvent.RecoveryCodeUsed, Reason: "reauthentication" });
    }

    [Fact]
    public async Task An_enrolled_user_must_give_a_code()
    {
        var user = await EnrolledUser.CreateAsync(system);
        foreach (var password in new[] { user.User.Account.Password, NewUser.StrongPassword() })
        {
            // Correct and wrong codes get the same response, and neither counts as a guess.
            Problems.Is("second_factor_required", await user.Client.ReauthenticateAsync(user.User.AccessToken, password));
        }

        Assert.Equal(0, await system.Database.UnclearedGuessesAsync(user.Id));
        Assert.Equal(0, await system.Database.AuditCountOfUserAsync(AuditEvent.Reauthenticated, user.Id));
    }

    [Fact]
    public async Task A_user_without_a_second_factor_has_no_codes()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        var app = new AuthenticatorApp((await user.Client.SetUpAsync(user.AccessToken))["secret"]);
        Problems.Is("invalid_code", await user.Client.ReauthenticateAsync(user.AccessToken, code: app.Code()));
    }

    [Fact]
    public async Task Both_credentials_or_none_are_invalid()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        Problems.Is("invalid_request", await user.Client.ReauthenticateAsync(user.AccessToken));
        Problems.Is("invalid_request", await user.Client.ReauthenticateAsync(user.AccessToken, user.Account.Password, "123456"));
    }

    [Fact]
    public async Task Reauthentication_requires_a_token()
    {
        var response = await system.NewClient().ReauthenticateAsync(accessToken: null, password: "x");
        Problems.Is("invalid_token", response);
    }

    [Fact]
    public async Task Wrong_passwords_count_towards_the_lockout()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        for (var i = 0; i < 5; i++)
        {
            Problems.Is("invalid_credentials", await user.Client.ReauthenticateAsync(user.AccessToken, NewUser.StrongPassword()));
        }

        Problems.Is("account_locked", await user.Client.ReauthenticateAsync(user.AccessToken, user.Account.Password));
        Problems.Is("account_locked", await user.Client.LoginAsync(user.Account));
        var rows = await system.Database.AuditOfUserAsync(user.Id);
        Assert.Equal(5, rows.Count(row => row is { Event: AuditEvent.ReauthenticationRefused, Reason: "wrong_password" }));
        Assert.Equal(1, rows.Count(row => row is { Event: AuditEvent.ReauthenticationRefused, Reason: "locked" }));
        Assert.Equal(1, rows.Count(row => row.Event == AuditEvent.AccountLocked));
    }

    [Fact]
    public async Task Reauthentication_does_not_extend_the_session()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        const string ends = "SELECT expires_at FROM sessions WHERE id = $1";
        var before = await system.Database.ScalarAsync<DateTime>(ends, user.SessionId);
        await user.Client.ReauthenticateAsync(user.AccessToken, user.Account.Password);
        Assert.Equal(before, await system.Database.ScalarAsync<DateTime>(ends, user.SessionId));
    }
}
