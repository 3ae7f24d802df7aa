using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Passkeys;

/// <summary>A challenge works once, for five minutes, and only for what it was issued for.</summary>
public sealed class PasskeyChallengeTests(TestSystem system)
{
    [Fact]
    public async Task A_challenge_works_once()
    {
        using var user = await PasskeyUser.CreateAsync(system, synced: true);
        var options = await user.Client.PasskeyOptionsAsync();
        var credential = user.Authenticator.Get(options.Json);

        var first = await user.Client.PasskeyLoginAsync(options["challenge_token"], credential);
        var second = await user.Client.PasskeyLoginAsync(options["challenge_token"], credential);

        Assert.Equal(HttpStatusCode.OK, first.Status);
        Problems.Is("invalid_temp_token", second);
        var row = Assert.Single(await system.Database.AuditOfRequestAsync(second));
        Assert.Equal((AuditEvent.SignInRefused, "invalid_temp_token"), (row.Event, row.Reason));
    }

    [Fact]
    public async Task A_failed_ceremony_uses_its_challenge_up()
    {
        using var user = await PasskeyUser.CreateAsync(system);
        var options = await user.Client.PasskeyOptionsAsync();
        var wrong = user.Authenticator.Get(options.Json, new Deviation { TamperedSignature = true });

        Problems.Is("invalid_credentials", await user.Client.PasskeyLoginAsync(options["challenge_token"], wrong));
        Problems.Is(
            "invalid_temp_token",
            await user.Client.PasskeyLoginAsync(options["challenge_token"], user.Authenticator.Get(options.Json)));
    }

    [Fact]
    public async Task An_assertion_belongs_to_its_challenge()
    {
        using var user = await PasskeyUser.CreateAsync(system);
        var first = await user.Client.PasskeyOptionsAsync();
        var second = await user.Client.PasskeyOptionsAsync();

        Problems.Is(
            "invalid_credentials",
            await user.Client.PasskeyLoginAsync(second["challenge_token"], user.Authenticator.Get(first.Json)));
    }

    [Fact]
    public async Task A_challenge_expires_after_five_minutes()
    {
        using var user = await PasskeyUser.CreateAsync(system);
        var options = await user.Client.PasskeyOptionsAsync();
        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(options["challenge_token"]));
        var lifetime = await system.Database.ScalarAsync<TimeSpan>(
            "SELECT expires_at - clock_timestamp() FROM passkey_challenges WHERE token_hash = $1", hash);
        Assert.InRange(lifetime, TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(5));
        await system.Database.ExecuteAsync(
            "UPDATE passkey_challenges SET expires_at = expires_at - interval '5 minutes' WHERE token_hash = $1", hash);

        Problems.Is(
            "invalid_temp_token",
            await user.Client.PasskeyLoginAsync(options["challenge_token"], user.Authenticator.Get(options.Json)));
    }

    [Fact]
    public async Task A_challenge_of_a_registration_does_not_sign_in()
    {
        using var user = await PasskeyUser.CreateAsync(system);
        var registration = await user.Client.NewPasskeyOptionsAsync(user.User.AccessToken);
        var signIn = await user.Client.PasskeyOptionsAsync();
        var challenge = new Deviation { Challenge = registration["challenge"] };

        Problems.Is(
            "invalid_temp_token",
            await user.Client.PasskeyLoginAsync(
                registration["challenge_token"], user.Authenticator.Get(signIn.Json, challenge)));
    }

    [Fact]
    public async Task A_challenge_of_a_sign_in_adds_no_passkey()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        using var authenticator = new Authenticator();
        var registration = await user.Client.NewPasskeyOptionsAsync(user.AccessToken);
        var signIn = await user.Client.PasskeyOptionsAsync();
        var credential = authenticator.Create(registration.Json, new Deviation { Challenge = signIn["challenge"] });

        Problems.Is(
            "invalid_temp_token", await user.Client.AddPasskeyAsync(user.AccessToken, signIn["challenge_token"], credential));
    }

    [Fact]
    public async Task A_challenge_of_a_registration_is_for_its_session_alone()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        var another = await user.SignInAgainAsync();
        var mallory = await SignedInUser.CreateAsync(system.NewClient());
        using var authenticator = new Authenticator();
        foreach (var thief in new[] { another, mallory })
        {
            var options = await user.Client.NewPasskeyOptionsAsync(user.AccessToken);
            var credential = authenticator.Create(options.Json);

            Problems.Is(
                "invalid_temp_token",
                await thief.Client.AddPasskeyAsync(thief.AccessToken, options["challenge_token"], credential));

            // The thief has not used it up.
            Assert.NotEqual(
                "invalid_temp_token",
                (await user.Client.AddPasskeyAsync(user.AccessToken, options["challenge_token"], credential)).Code);
        }
    }

    [Fact]
    public async Task Neither_the_token_nor_personal_data_is_stored()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient(), NewUser.Create() with { DisplayName = "Grace Hopper" });
        using var authenticator = new Authenticator();
        var options = await user.Client.NewPasskeyOptionsAsync(user.AccessToken);
        Assert.Equal("Grace Hopper", options.Json.GetProperty("user").GetProperty("displayName").GetString());
        var token = options["challenge_token"];
        Assert.StartsWith("sapk_", token, StringComparison.Ordinal);
        Assert.DoesNotContain(
            await system.Database.RowsAsync("SELECT passkey_challenges::text AS line FROM passkey_challenges"),
            row => ((string)row["line"]!).Contains(token[5..], StringComparison.Ordinal));

        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(token));
        var state = await system.Database.ScalarAsync<string>(
            "SELECT state FROM passkey_challenges WHERE token_hash = $1", hash);
        Assert.Contains(user.Id.ToString(), state, StringComparison.Ordinal);
        Assert.DoesNotContain(user.Account.Email, state, StringComparison.Ordinal);
        Assert.DoesNotContain("Grace", state, StringComparison.Ordinal);

        var added = await user.Client.AddPasskeyAsync(user.AccessToken, token, authenticator.Create(options.Json));
        Assert.Equal(HttpStatusCode.Created, added.Status);
        Assert.Equal(
            0, await system.Database.ScalarAsync<long>("SELECT count(*) FROM passkey_challenges WHERE token_hash = $1", hash));
        Assert.False(system.Api.Log.Contains(token[5..]));
    }

    [Fact]
    public async Task No_other_token_is_a_challenge_token()
    {
        using var user = await PasskeyUser.CreateAsync(system);
        var options = await user.Client.PasskeyOptionsAsync();
        foreach (var token in new[] { user.User.RefreshToken, "sapk_", "nothing of ours", options["challenge"] })
        {
            Problems.Is(
                "invalid_temp_token", await user.Client.PasskeyLoginAsync(token, user.Authenticator.Get(options.Json)));
        }
    }
}
