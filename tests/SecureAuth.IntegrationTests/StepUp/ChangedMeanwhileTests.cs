using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.StepUp;

/// <summary>
/// A request has passed its policies. While it waits for the user's row, its session ends, as by a reset of the password, or the
/// owner sets up a second factor. It must not change how the user signs in any more.
/// </summary>
public sealed class ChangedMeanwhileTests(TestSystem system)
{
    private const string EndSession =
        """
        UPDATE sessions SET revoked_at = clock_timestamp(), revoked_reason = 1, revoked_xid = pg_current_xact_id() WHERE id = $1
        """;

    private const string EnableTotp = "UPDATE users SET totp_enabled = true WHERE id = $1";

    [Fact]
    public async Task An_ended_session_confirms_no_authenticator()
    {
        var user = await SignedInUser.CreateAsync(await ClientAsync());
        var app = new AuthenticatorApp((await user.Client.SetUpAsync(user.AccessToken))["secret"]);
        await using var held = await HeldAccount.CreateAsync(system, user.Id);

        var refused = await held.ChangeDuringAsync(
            () => user.Client.VerifyAsync(user.AccessToken, app.Code()), EndSession, user.SessionId);

        Problems.Is("invalid_token", refused);
        Assert.False(await system.Database.ScalarAsync<bool>("SELECT totp_enabled FROM users WHERE id = $1", user.Id));
        Assert.Equal(0, await system.Database.UnclearedGuessesAsync(user.Id));
    }

    [Fact]
    public async Task An_ended_session_sets_up_no_authenticator()
    {
        var user = await SignedInUser.CreateAsync(await ClientAsync());
        await using var held = await HeldAccount.CreateAsync(system, user.Id);

        var refused = await held.ChangeDuringAsync(
            () => user.Client.SetUpAsync(user.AccessToken), EndSession, user.SessionId);

        Problems.Is("invalid_token", refused);
        Assert.Equal(
            0, await system.Database.ScalarAsync<long>("SELECT count(*) FROM totp_credentials WHERE user_id = $1", user.Id));
    }

    [Fact]
    public async Task An_ended_session_disables_no_authenticator()
    {
        var user = await EnrolledUser.CreateAsync(system.Database, await ClientAsync());
        var session = await user.SignInAsync();
        var code = await user.UnusedCodeAsync();
        await using var held = await HeldAccount.CreateAsync(system, user.Id);

        var refused = await held.ChangeDuringAsync(
            () => user.Client.DisableAsync(session.AccessToken, code), EndSession, session.SessionId);

        Problems.Is("invalid_token", refused);
        Assert.True(await system.Database.ScalarAsync<bool>("SELECT totp_enabled FROM users WHERE id = $1", user.Id));
    }

    [Fact]
    public async Task An_ended_session_gets_no_recovery_codes()
    {
        var user = await EnrolledUser.CreateAsync(system.Database, await ClientAsync());
        var session = await user.SignInAsync();
        await using var held = await HeldAccount.CreateAsync(system, user.Id);

        var refused = await held.ChangeDuringAsync(
            () => user.Client.RenewRecoveryCodesAsync(session.AccessToken), EndSession, session.SessionId);

        Problems.Is("invalid_token", refused);
        Assert.Equal(
            HttpStatusCode.OK,
            (await user.Client.CompleteAsync(await user.ChallengeAsync(), user.RecoveryCodes[0])).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_ended_session_neither_removes_nor_renames_a_passkey(bool removes)
    {
        using var user = await PasskeyUser.CreateAsync(await ClientAsync());
        var session = user.User;
        await using var held = await HeldAccount.CreateAsync(system, user.Id);

        var refused = await held.ChangeDuringAsync(
            () => removes
                ? user.Client.RemovePasskeyAsync(session.AccessToken, user.PasskeyId)
                : user.Client.RenamePasskeyAsync(session.AccessToken, user.PasskeyId, "Mine"),
            EndSession,
            session.SessionId);

        Problems.Is("invalid_token", refused);
        Assert.Equal(
            1,
            await system.Database.ScalarAsync<long>(
                "SELECT count(*) FROM passkeys WHERE user_id = $1 AND name = 'Laptop'", user.Id));
    }

    [Theory]
    [InlineData("add")]
    [InlineData("rename")]
    [InlineData("remove")]
    public async Task A_session_without_the_second_factor_changes_no_passkey_once_there_is_one(string action)
    {
        using var user = await PasskeyUser.CreateAsync(await ClientAsync());
        using var another = new Authenticator();
        var session = user.User;
        var options = await user.Client.NewPasskeyOptionsAsync(session.AccessToken);
        await using var held = await HeldAccount.CreateAsync(system, user.Id);

        var refused = await held.ChangeDuringAsync(
            () => action switch
            {
                "add" => user.Client.AddPasskeyAsync(
                    session.AccessToken, options["challenge_token"], another.Create(options.Json)),
                "rename" => user.Client.RenamePasskeyAsync(session.AccessToken, user.PasskeyId, "Mine"),
                _ => user.Client.RemovePasskeyAsync(session.AccessToken, user.PasskeyId),
            },
            EnableTotp,
            user.Id);

        Problems.Is("second_factor_required", refused);
        Assert.Equal(
            1,
            await system.Database.ScalarAsync<long>(
                "SELECT count(*) FROM passkeys WHERE user_id = $1 AND name = 'Laptop'", user.Id));
    }

    [Fact]
    public async Task A_session_without_the_second_factor_gets_no_recovery_codes_once_there_is_one()
    {
        var user = await SignedInUser.CreateAsync(await ClientAsync());
        await using var held = await HeldAccount.CreateAsync(system, user.Id);

        var refused = await held.ChangeDuringAsync(
            () => user.Client.RenewRecoveryCodesAsync(user.AccessToken), EnableTotp, user.Id);

        Problems.Is("second_factor_required", refused);
    }

    [Theory]
    [InlineData(EndSession, "invalid_token")]
    [InlineData(EnableTotp, "second_factor_required")]
    public async Task A_change_of_the_address_that_waited_is_refused(string change, string code)
    {
        var user = await SignedInUser.CreateAsync(await ClientAsync());
        await using var held = await HeldAccount.CreateAsync(system, user.Id);

        var refused = await held.ChangeDuringAsync(
            () => user.Client.ChangeEmailAsync(user.AccessToken, NewUser.Create().Email),
            change,
            change == EndSession ? user.SessionId : user.Id);

        Problems.Is(code, refused);
        Assert.Equal(
            0,
            await system.Database.ScalarAsync<long>(
                "SELECT count(*) FROM one_time_tokens WHERE user_id = $1 AND email IS NOT NULL", user.Id));
    }

    private async Task<TestClient> ClientAsync() => new(await system.ReplicaAsync());
}
