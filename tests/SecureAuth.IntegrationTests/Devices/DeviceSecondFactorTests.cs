using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Devices;

/// <summary>A device is known through both steps of a sign-in, and with a passkey.</summary>
public sealed class DeviceSecondFactorTests(TestSystem system)
{
    [Fact]
    public async Task A_challenge_has_no_device_token_and_the_completed_sign_in_has_one()
    {
        var enrolled = await EnrolledUser.CreateAsync(system);
        var challenge = await enrolled.Client.LoginAsync(enrolled.User.Account);
        Assert.False(challenge.Json.TryGetProperty("device_token", out _));

        var completed = await enrolled.Client.CompleteAsync(challenge["temp_token"], await enrolled.UnusedCodeAsync());

        Assert.StartsWith("sadt_", completed["device_token"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_known_device_completes_its_sign_in_while_strangers_keep_the_account_locked()
    {
        var enrolled = await EnrolledUser.CreateAsync(system);
        var token = await SignInAsync(enrolled);
        await KnownDevice.GuessAsync(enrolled.Client, enrolled.User.Account, 5);

        Assert.Equal(token, await SignInAsync(enrolled, token));
        Problems.Is("account_locked", await enrolled.Client.LoginAsync(enrolled.User.Account));
    }

    [Fact]
    public async Task Wrong_codes_of_a_known_device_lock_that_device_alone()
    {
        var enrolled = await EnrolledUser.CreateAsync(system);
        var token = await SignInAsync(enrolled);
        var challenge = await enrolled.Client.LoginAsync(enrolled.User.Account, token);
        for (var guess = 0; guess < 5; guess++)
        {
            Problems.Is(
                "invalid_code", await enrolled.Client.CompleteAsync(challenge["temp_token"], enrolled.App.WrongCode()));
        }

        Problems.Is("account_locked", await enrolled.Client.LoginAsync(enrolled.User.Account, token));
        Assert.NotEqual(token, await SignInAsync(enrolled));
    }

    [Fact]
    public async Task A_device_that_is_forgotten_between_the_steps_is_a_new_one()
    {
        var enrolled = await EnrolledUser.CreateAsync(system);
        var token = await SignInAsync(enrolled);
        var challenge = await enrolled.Client.LoginAsync(enrolled.User.Account, token);
        await enrolled.Client.EndOtherSessionsAsync(enrolled.User.AccessToken);

        var completed = await enrolled.Client.CompleteAsync(challenge["temp_token"], await enrolled.UnusedCodeAsync());

        Assert.Equal(HttpStatusCode.OK, completed.Status);
        Assert.NotEqual(token, completed["device_token"]);
    }

    [Fact]
    public async Task A_passkey_as_the_second_factor_keeps_the_device()
    {
        var enrolled = await EnrolledUser.CreateAsync(system);
        using var user = await PasskeyUser.CreateAsync(await enrolled.SignInAsync());
        var token = await SignInAsync(enrolled);

        var challenge = await user.Client.LoginAsync(user.User.Account, token);
        var options = await user.Client.PasskeyOptionsAsync(tempToken: challenge["temp_token"]);
        var completed = await user.Client.CompleteAsync(
            challenge["temp_token"], options["challenge_token"], user.Authenticator.Get(options.Json));

        Assert.Equal(token, completed["device_token"]);
    }

    [Fact]
    public async Task A_sign_in_with_a_passkey_keeps_the_device_that_sends_its_token()
    {
        using var user = await PasskeyUser.CreateAsync(system);
        using var other = await PasskeyUser.CreateAsync(system);
        var token = (await user.Client.PasskeyLoginAsync(user.Authenticator))["device_token"];
        var foreign = (await other.Client.PasskeyLoginAsync(other.Authenticator))["device_token"];

        Assert.Equal(token, (await user.Client.PasskeyLoginAsync(user.Authenticator, deviceToken: token))["device_token"]);
        Assert.Equal(token, (await user.Client.LoginAsync(user.User.Account, token))["device_token"]);
        var another = (await user.Client.PasskeyLoginAsync(user.Authenticator, deviceToken: foreign))["device_token"];
        Assert.DoesNotContain(another, (string[])[token, foreign]);
    }

    /// <summary>Completes a sign-in and returns the device token.</summary>
    private static async Task<string> SignInAsync(EnrolledUser enrolled, string? deviceToken = null)
    {
        var challenge = await enrolled.Client.LoginAsync(enrolled.User.Account, deviceToken);
        Assert.True(challenge.Status == HttpStatusCode.OK, challenge.ToString());
        var completed = await enrolled.Client.CompleteAsync(challenge["temp_token"], await enrolled.UnusedCodeAsync());
        Assert.True(completed.Status == HttpStatusCode.OK, completed.ToString());
        return completed["device_token"];
    }
}
