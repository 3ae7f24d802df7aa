using System.Net;
using SecureAuth.Core.Keys;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Operating;

/// <summary>Each key is lost, and the page's steps bring the installation back with what the page says is left.</summary>
public sealed class LostKeyTests(TestSystem system)
{
    private const string MasterKeys = "All master keys are lost";
    private const string Pepper = "A pepper is lost";
    private const string SigningKey = "The signing key is lost";
    private const string ServerKey = "A server key is lost";

    public static readonly string[] Headings = [MasterKeys, Pepper, SigningKey, ServerKey];

    public static TheoryData<SecretPurpose> Purposes => [.. Enum.GetValues<SecretPurpose>()];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_the_master_key_or_the_ring_passwords_and_passkeys_are_what_is_left(bool lostRing)
    {
        await using var installation = await Installation.CreateAsync(system);
        var enrolled = await EnrolledUser.CreateAsync(installation.Database, installation.NewClient());
        using var passkey = await PasskeyUser.CreateAsync(installation.NewClient());
        var playbook = installation.Open(MasterKeys);
        if (lostRing)
        {
            await installation.Database.ExecuteAsync("TRUNCATE data_protection_keys");
            await installation.RestartBrokenAsync();
            playbook.Skip();
        }
        else
        {
            await installation.RestartBrokenAsync(("Keys__Master__0", Settings.NewKey()));
            await playbook.NextAsync();
        }

        Problems.Is("service_unavailable", await installation.NewClient().LoginAsync(enrolled.User.Account));
        Problems.Is("service_unavailable", await installation.NewClient().MeAsync(enrolled.User.AccessToken));
        await installation.StopAsync();
        await playbook.NextAsync();
        await playbook.NextAsync();
        await installation.RestartAsync();
        await Eventually.IsTrueAsync(
            async () => await installation.Database.ScalarAsync<long>("SELECT count(*) FROM audit_seals") > 0,
            "the audit is sealed again");
        await playbook.NextAsync();
        playbook.Ends();

        var client = enrolled.Client.Through(installation.Api);
        Problems.Is("invalid_token", await client.MeAsync(enrolled.User.AccessToken));
        Problems.Is("invalid_refresh_token", await client.RefreshAsync(enrolled.User.RefreshToken));
        var signedIn = await client.LoginAsync(enrolled.User.Account);
        Assert.True(signedIn.Status == HttpStatusCode.OK, signedIn.ToString());
        var setUp = await client.SetUpAsync(signedIn["access_token"]);
        Assert.True(setUp.Status == HttpStatusCode.OK, setUp.ToString());
        var withPasskey = await passkey.Client.Through(installation.Api).PasskeyLoginAsync(passkey.Authenticator);
        Assert.True(withPasskey.Status == HttpStatusCode.OK, withPasskey.ToString());
        await EnrolledUser.CreateAsync(installation.Database, installation.NewClient());
        Assert.Empty(installation.Api.Log.Errors);
    }

    [Fact]
    public async Task Without_the_pepper_sessions_and_passkeys_go_on_and_passwords_are_reset()
    {
        await using var installation = await Installation.CreateAsync(system);
        var ann = await SignedInUser.CreateAsync(installation.NewClient());
        var ben = await SignedInUser.CreateAsync(
            installation.NewClient(), NewUser.Create() with { Email = "ben@example.com" });
        using var passkey = await PasskeyUser.CreateAsync(installation.NewClient());
        var playbook = installation.Open(Pepper);
        await playbook.NextAsync();

        await installation.RestartAsync(("Passwords__Peppers__0", Settings.NewKey()));

        var client = ann.Client.Through(installation.Api);
        Problems.Is("invalid_credentials", await client.LoginAsync(ann.Account));
        Assert.True(installation.Api.Log.Contains("of a stored password hash is not configured"));
        Assert.Equal(HttpStatusCode.OK, (await client.RefreshAsync(ann.RefreshToken)).Status);
        var withPasskey = await passkey.Client.Through(installation.Api).PasskeyLoginAsync(passkey.Authenticator);
        Assert.True(withPasskey.Status == HttpStatusCode.OK, withPasskey.ToString());

        var chosen = NewUser.StrongPassword();
        Assert.Equal(HttpStatusCode.Accepted, (await client.ForgotAsync(ann.Account.Email)).Status);
        var mail = await system.MailboxOf(ann.Account.Email).WaitAsync(MailSubjects.Reset);
        Assert.Equal(HttpStatusCode.NoContent, (await client.ResetAsync(mail.Token, chosen)).Status);
        Assert.Equal(HttpStatusCode.OK, (await client.LoginAsync(ann.Account.Email, chosen)).Status);

        await playbook.NextAsync();
        playbook.Ends();
        var password = (await File.ReadAllTextAsync(
            installation.Shell.PathOf("password.txt"), TestContext.Current.CancellationToken)).Trim();
        Assert.Equal(HttpStatusCode.OK, (await client.LoginAsync(ben.Account.Email, password)).Status);
    }

    [Fact]
    public async Task Without_the_signing_key_sessions_go_on_with_new_tokens()
    {
        await using var installation = await Installation.CreateAsync(system);
        var user = await SignedInUser.CreateAsync(installation.NewClient());

        await installation.FollowAsync(SigningKey);

        await Eventually.IsTrueAsync(
            async () => (await user.Client.MeAsync(user.AccessToken)).Code == "invalid_token",
            "the old token is refused",
            TimeSpan.FromSeconds(2));
        var refreshed = await user.RefreshedAsync();
        Assert.Equal(HttpStatusCode.OK, (await user.Client.MeAsync(refreshed.AccessToken)).Status);
    }

    [Theory]
    [MemberData(nameof(Purposes))]
    public async Task Without_a_server_key_only_what_it_protects_is_lost(SecretPurpose purpose)
    {
        await using var installation = await Installation.CreateAsync(system);
        var user = await EnrolledUser.CreateAsync(installation.Database, installation.NewClient());
        await user.Client.ForgotAsync(user.User.Account.Email);
        var mail = await system.MailboxOf(user.User.Account.Email).WaitAsync(MailSubjects.Reset);
        var device = (await user.Client.CompleteAsync(await user.ChallengeAsync(), await user.UnusedCodeAsync()))["device_token"];
        await LockAsync(user);
        await installation.Shell.WriteAsync("variables.sh", $"purpose={purpose}\n");

        await installation.FollowAsync(ServerKey);
        await installation.RestartAsync();

        var client = user.Client.Through(installation.Api);
        Assert.Equal(HttpStatusCode.OK, (await client.MeAsync(user.User.AccessToken)).Status);
        Assert.Equal(
            purpose == SecretPurpose.RefreshTokens ? "invalid_refresh_token" : null,
            (await client.RefreshAsync(user.User.RefreshToken)).Code);
        Assert.Equal(
            purpose is SecretPurpose.AccountIdentifiers ? null : "account_locked",
            (await client.LoginAsync(user.User.Account)).Code);
        Assert.Equal(
            purpose is SecretPurpose.DeviceTokens ? "account_locked" : null,
            (await client.LoginAsync(user.User.Account, device)).Code);

        var unlocked = await Cli.RunAsync(installation.Settings, "users", "unlock", user.User.Account.Email);
        Assert.True(unlocked.ExitCode == 0, unlocked.ToString());
        var challenge = await client.LoginAsync(user.User.Account);
        Assert.Equal(
            purpose == SecretPurpose.RecoveryCodes ? "invalid_code" : null,
            (await client.CompleteAsync(challenge["temp_token"], user.RecoveryCodes[0], "recovery_code")).Code);
        Assert.Equal(
            purpose == SecretPurpose.RecoveryCodes ? null : "invalid_temp_token",
            (await client.CompleteAsync(challenge["temp_token"], await user.UnusedCodeAsync())).Code);
        Assert.Equal(HttpStatusCode.NoContent, (await client.ResetAsync(mail.Token, NewUser.StrongPassword())).Status);
    }

    private static async Task LockAsync(EnrolledUser user)
    {
        for (var i = 0; i < 5; i++)
        {
            Problems.Is("invalid_credentials", await user.Client.LoginAsync(user.User.Account.Email, "not the password"));
        }

        Problems.Is("account_locked", await user.Client.LoginAsync(user.User.Account));
    }
}
