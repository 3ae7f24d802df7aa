using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.SecondFactor;

public sealed class DisableTests(TestSystem system)
{
    [Fact]
    public async Task A_code_removes_the_second_factor_and_its_recovery_codes()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var response = await user.Client.DisableAsync(user.User.AccessToken, await user.UnusedCodeAsync());
        Assert.Equal(HttpStatusCode.NoContent, response.Status);
        Assert.Equal(Claims.Password, Claims.Of((await user.User.SignInAgainAsync()).AccessToken).Amr);
        Assert.False((await user.Client.MeAsync(user.User.AccessToken)).Json.GetProperty("totp_enabled").GetBoolean());
        Assert.Equal(0, await system.Database.RecoveryCodesLeftAsync(user.Id));
        Assert.Equal(
            0, await system.Database.ScalarAsync<long>("SELECT count(*) FROM totp_credentials WHERE user_id = $1", user.Id));
        var row = Assert.Single(await system.Database.AuditOfUserAsync(user.Id), row => row.Event == AuditEvent.TotpDisabled);
        Assert.Equal(user.User.SessionId, row.SessionId);
    }

    [Fact]
    public async Task A_recovery_code_disables_the_second_factor_and_is_recorded()
    {
        var user = await EnrolledUser.CreateAsync(system);
        Assert.Equal(
            HttpStatusCode.NoContent, (await user.Client.DisableAsync(user.User.AccessToken, user.RecoveryCodes[0])).Status);
        Assert.Contains(
            await system.Database.AuditOfUserAsync(user.Id),
            row => row is { Event: AuditEvent.RecoveryCodeUsed, Reason: "disable" });
    }

    [Fact]
    public async Task A_wrong_code_disables_nothing()
    {
        var user = await EnrolledUser.CreateAsync(system);
        Problems.Is("invalid_code", await user.Client.DisableAsync(user.User.AccessToken, user.App.WrongCode()));
        await user.SignInAsync();
    }

    [Fact]
    public async Task Without_a_second_factor_there_is_nothing_to_disable()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        Problems.Is("conflict", await user.Client.DisableAsync(user.AccessToken, "123456"));
        Assert.Equal(0, await system.Database.UnclearedGuessesAsync(user.Id));
    }

    [Fact]
    public async Task A_challenge_from_before_the_change_is_refused_after_it()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var challenge = await user.ChallengeAsync();
        await user.Client.DisableAsync(user.User.AccessToken, await user.UnusedCodeAsync());
        Problems.Is("invalid_code", await user.Client.CompleteAsync(challenge, user.RecoveryCodes[0]));
        Problems.Is("invalid_code", await user.Client.CompleteAsync(challenge, user.App.Code()));
    }

    [Fact]
    public async Task A_second_factor_can_be_set_up_again_with_new_secrets()
    {
        var user = await EnrolledUser.CreateAsync(system);
        await user.Client.DisableAsync(user.User.AccessToken, await user.UnusedCodeAsync());
        var app = new AuthenticatorApp((await user.Client.SetUpAsync(user.User.AccessToken))["secret"]);
        var verified = await user.Client.VerifyAsync(user.User.AccessToken, app.Code());
        Assert.Equal(HttpStatusCode.OK, verified.Status);
        Problems.Is("invalid_code", await user.Client.CompleteAsync(await user.ChallengeAsync(), user.App.Code()));
        Problems.Is("invalid_code", await user.Client.CompleteAsync(await user.ChallengeAsync(), user.RecoveryCodes[0]));
        Assert.Equal(
            HttpStatusCode.OK,
            (await user.Client.CompleteAsync(await user.ChallengeAsync(), EnrolledUser.CodesOf(verified)[0])).Status);
    }
}
