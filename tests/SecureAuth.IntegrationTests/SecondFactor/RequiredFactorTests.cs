using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.SecondFactor;

/// <summary>What a required second factor means for sessions that exist, and for removing factors.</summary>
[Collection(nameof(RequiringApis))]
public sealed class RequiredFactorTests(TestSystem system, RequiringApis apis)
{
    [Fact]
    public async Task A_session_without_a_second_factor_ends_at_its_refresh()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        var client = apis.Through(user.Client);

        var response = await client.RefreshAsync(user.RefreshToken);

        Problems.Is("invalid_refresh_token", response);
        var row = Assert.Single(await system.Database.AuditOfRequestAsync(response));
        Assert.Equal(
            (AuditEvent.SessionWithoutSecondFactorEnded, AuditOutcome.Refused, "second_factor_required", user.SessionId),
            (row.Event, row.Outcome, row.Reason, row.SessionId));
        await user.IsSignedOutAsync();
        Assert.True((await client.LoginAsync(user.Account)).Json.TryGetProperty("setup_token", out _));
    }

    /// <summary>The other instances must not repeat within the grace period what this one refuses.</summary>
    [Fact]
    public async Task A_predecessor_within_the_grace_period_ends_the_session_too()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        await user.RefreshedAsync();

        Problems.Is("invalid_refresh_token", await apis.Through(user.Client).RefreshAsync(user.RefreshToken));
        await user.IsSignedOutAsync();
    }

    [Fact]
    public async Task Fifty_refreshes_at_once_end_the_session_once()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        var responses = await apis.RaceAsync(user.Client, (client, _) => client.RefreshAsync(user.RefreshToken));

        Assert.All(responses, response => Problems.Is("invalid_refresh_token", response));
        Assert.Equal(
            1, await system.Database.AuditCountOfSessionAsync(AuditEvent.SessionWithoutSecondFactorEnded, user.SessionId));
        Assert.Equal(0, await system.Database.AuditCountOfSessionAsync(AuditEvent.Refreshed, user.SessionId));
    }

    [Fact]
    public async Task A_session_with_a_second_factor_goes_on()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var session = await user.SignInAsync() with { Client = apis.Through(user.Client) };
        await (await session.RefreshedAsync()).RefreshedAsync();

        using var passkey = await PasskeyUser.CreateAsync(system);
        var other = await passkey.SignInAsync() with { Client = apis.Through(user.Client) };
        await other.RefreshedAsync();
    }

    /// <summary>Its access token is valid for some more minutes.</summary>
    [Fact]
    public async Task A_session_without_a_second_factor_gets_no_other_token_and_can_set_one_up()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        var client = apis.Through(user.Client);
        Problems.Is("invalid_token", await client.ReauthenticateAsync(user.AccessToken, user.Account.Password));

        var app = new AuthenticatorApp((await client.SetUpAsync(user.AccessToken))["secret"]);
        var verified = await client.VerifyAsync(user.AccessToken, app.Code());
        Assert.Equal(["recovery_codes"], verified.Json.EnumerateObject().Select(member => member.Name));
        var refreshed = await (user with { Client = client }).RefreshedAsync();

        Assert.Equal(Claims.MultiFactor, Claims.Of(refreshed.AccessToken).Amr);
    }

    [Fact]
    public async Task A_passkey_counts_as_the_second_factor_for_step_up()
    {
        using var user = await PasskeyUser.CreateAsync(system);
        var client = apis.Through(user.Client);
        var token = user.User.AccessToken;

        Problems.Is("second_factor_required", await client.ReauthenticateAsync(token, user.User.Account.Password));
        Problems.Is("second_factor_required", await client.RemovePasskeyAsync(token, user.PasskeyId));
        Problems.Is(
            "second_factor_required",
            await client.ChangePasswordAsync(token, user.User.Account.Password, NewUser.StrongPassword()));
        Problems.Is("second_factor_required", await client.ChangeEmailAsync(token, NewUser.Create().Email));
        Problems.Is("second_factor_required", await client.PatchAsync(token, $$"""{"username":"{{NewUser.Username()}}"}"""));
    }

    [Fact]
    public async Task The_only_second_factor_cannot_be_turned_off()
    {
        var user = await UserInSetUp.CreateAsync(apis.NewClient());
        var (session, app, _) = await user.CompleteAsync();
        await system.Database.ExecuteAsync("UPDATE totp_credentials SET last_used_step = 0 WHERE user_id = $1", user.Id);

        var response = await user.Client.DisableAsync(session.AccessToken, app.Code());

        Problems.Is("conflict", response);
        var row = Assert.Single(await system.Database.AuditOfRequestAsync(response));
        Assert.Equal((AuditEvent.SecondFactorRemovalRefused, "second_factor_required"), (row.Event, row.Reason));

        // The code is still good, and no guess was counted.
        var challenge = (await user.Client.LoginAsync(user.Account))["temp_token"];
        Assert.Equal(HttpStatusCode.OK, (await user.Client.CompleteAsync(challenge, app.Code())).Status);
        Assert.Equal(0, await system.Database.UnclearedGuessesAsync(user.Id));
    }

    [Fact]
    public async Task The_only_passkey_cannot_be_removed()
    {
        var user = await UserInSetUp.CreateAsync(apis.NewClient());
        using var authenticator = new Authenticator();
        var added = await user.Client.AddPasskeyAsync(user.SetUpToken, authenticator);
        var session = user.SessionOf(added);

        var response = await user.Client.RemovePasskeyAsync(session.AccessToken, added["id"]);
        Problems.Is("conflict", response);
        var row = Assert.Single(await system.Database.AuditOfRequestAsync(response));
        Assert.Equal((AuditEvent.PasskeyRefused, "second_factor_required"), (row.Event, row.Reason));

        using var second = new Authenticator();
        await user.Client.AddPasskeyAsync(session.AccessToken, second);
        Assert.Equal(
            HttpStatusCode.NoContent, (await user.Client.RemovePasskeyAsync(session.AccessToken, added["id"])).Status);
    }

    [Fact]
    public async Task One_of_two_kinds_can_be_removed_and_the_other_not()
    {
        var user = await UserInSetUp.CreateAsync(apis.NewClient());
        var (session, _, verified) = await user.CompleteAsync();
        using var authenticator = new Authenticator();
        var added = await user.Client.AddPasskeyAsync(session.AccessToken, authenticator);

        Assert.Equal(
            HttpStatusCode.NoContent,
            (await user.Client.DisableAsync(session.AccessToken, EnrolledUser.CodesOf(verified)[0])).Status);
        Problems.Is("conflict", await user.Client.RemovePasskeyAsync(session.AccessToken, added["id"]));
    }

    [Fact]
    public async Task Two_kinds_that_are_removed_at_once_leave_one()
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            var user = await UserInSetUp.CreateAsync(apis.NewClient());
            var (session, _, verified) = await user.CompleteAsync();
            using var authenticator = new Authenticator();
            var added = await user.Client.AddPasskeyAsync(session.AccessToken, authenticator);
            var codes = EnrolledUser.CodesOf(verified);

            var responses = await apis.RaceAsync(user.Client, (client, number) => number % 2 == 0
                ? client.RemovePasskeyAsync(session.AccessToken, added["id"])
                : client.DisableAsync(session.AccessToken, codes[number / 2 % 10]));

            Assert.Single(responses, response => response.Status == HttpStatusCode.NoContent);
            Assert.DoesNotContain(responses, response => (int)response.Status >= 500);
            var left = await user.Client.LoginAsync(user.Account);
            Assert.True(left.Json.TryGetProperty("two_fa_required", out _), left.ToString());
        }
    }

    [Fact]
    public async Task An_operator_s_reset_leads_through_the_set_up_again()
    {
        var user = await UserInSetUp.CreateAsync(apis.NewClient());
        var (session, _, _) = await user.CompleteAsync();

        await Cli.SucceedAsync(system.Settings.ForOperators(), "users", "reset-2fa", user.Account.Email, "--yes");

        await session.IsSignedOutAsync();
        await (await user.AgainAsync()).CompleteAsync();
    }

    [Fact]
    public async Task An_operator_sees_that_a_required_second_factor_is_missing()
    {
        var user = await UserInSetUp.CreateAsync(apis.NewClient());
        var settings = new Dictionary<string, string>(system.Settings.ForOperators()) { ["Accounts__SecondFactor"] = "Required" };

        var text = await Cli.SucceedAsync(settings, "users", "show", user.Account.Email);
        Assert.Contains("required, not set up", text.Output, StringComparison.Ordinal);
        var json = (await Cli.SucceedAsync(settings, "users", "show", user.Account.Email, "--output", "json")).Json;
        Assert.True(json.GetProperty("second_factors").GetProperty("missing").GetBoolean());

        await user.CompleteAsync();
        json = (await Cli.SucceedAsync(settings, "users", "show", user.Account.Email, "--output", "json")).Json;
        Assert.False(json.GetProperty("second_factors").GetProperty("missing").GetBoolean());
    }

    [Fact]
    public async Task An_account_without_a_password_signs_in_with_its_passkey_alone()
    {
        var user = await UserInSetUp.CreateAsync(apis.NewClient());
        using var authenticator = new Authenticator();
        await user.Client.AddPasskeyAsync(user.SetUpToken, authenticator);
        await system.Database.ExecuteAsync("UPDATE users SET password_hash = NULL WHERE id = $1", user.Id);

        Assert.Equal(HttpStatusCode.OK, (await user.Client.PasskeyLoginAsync(authenticator)).Status);
        Problems.Is("invalid_credentials", await user.Client.LoginAsync(user.Account));
    }
}
