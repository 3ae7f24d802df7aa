using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Passkeys;

/// <summary>What an attacker, a cloned authenticator or a page of somebody else presents is refused, and recorded.</summary>
public sealed class PasskeyAttackTests(TestSystem system)
{
    private static readonly Dictionary<string, Deviation> Deviations = new()
    {
        ["another origin"] = new Deviation { Origin = "https://evil.test" },
        ["a longer origin"] = new Deviation { Origin = Settings.Issuer + ".evil.test" },
        ["another port"] = new Deviation { Origin = Settings.Issuer + ":8080" },
        ["another scheme"] = new Deviation { Origin = "https://auth.test" },
        ["a frame of another site"] = new Deviation { CrossOrigin = true },
        ["another relying party"] = new Deviation { RpId = "evil.test" },
        ["no user presence"] = new Deviation { WithoutUserPresence = true },
        ["no user verification"] = new Deviation { WithoutUserVerification = true },
        ["another challenge"] = new Deviation { Challenge = Authenticator.Encode(new byte[32]) },
        ["another type"] = new Deviation { Type = "payment.get" },
        ["backed up but not eligible"] = new Deviation { BackedUp = true },
    };

    public static TheoryData<string> Ways => [.. Deviations.Keys];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_registration_that_deviates_is_refused(string way)
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        using var authenticator = new Authenticator();

        var response = await user.Client.AddPasskeyAsync(user.AccessToken, authenticator, Deviations[way]);

        Problems.Is("invalid_credentials", response);
        Assert.Equal(0, await PasskeysAsync(user.Id));
        var row = Assert.Single(await system.Database.AuditOfRequestAsync(response));
        Assert.Equal((AuditEvent.PasskeyRefused, AuditOutcome.Refused, user.Id), (row.Event, row.Outcome, row.UserId));
        Assert.Equal(ReasonOf(way), row.Reason);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_sign_in_that_deviates_is_refused(string way)
    {
        using var user = await PasskeyUser.CreateAsync(system);

        await IsRefusedAsync(user, Deviations[way], ReasonOf(way));
    }

    [Fact]
    public async Task A_tampered_assertion_is_refused()
    {
        using var user = await PasskeyUser.CreateAsync(system);
        await IsRefusedAsync(user, new Deviation { TamperedSignature = true }, "invalid_passkey");
        await IsRefusedAsync(user, new Deviation { TamperedClientData = true }, "invalid_passkey");
        await IsRefusedAsync(user, new Deviation { TamperedFlags = true }, "invalid_passkey");
    }

    [Fact]
    public async Task A_registration_is_no_sign_in_and_the_reverse()
    {
        using var user = await PasskeyUser.CreateAsync(system);
        await IsRefusedAsync(user, new Deviation { Type = "webauthn.create" }, "invalid_passkey");
        using var authenticator = new Authenticator();
        Problems.Is(
            "invalid_credentials",
            await user.Client.AddPasskeyAsync(
                user.User.AccessToken, authenticator, new Deviation { Type = "webauthn.get" }));
    }

    [Theory]
    [InlineData(1u)]
    [InlineData(2u)]
    [InlineData(0u)]
    public async Task A_counter_that_does_not_increase_is_refused(uint counter)
    {
        using var user = await PasskeyUser.CreateAsync(system);
        await user.SignInAsync();
        await user.SignInAsync();

        await IsRefusedAsync(user, new Deviation { Counter = counter }, "counter_went_back");

        Assert.Equal(
            2, await system.Database.ScalarAsync<long>("SELECT sign_count FROM passkeys WHERE user_id = $1", user.Id));
        await user.SignInAsync();
    }

    [Fact]
    public async Task The_backup_state_is_kept_and_the_eligibility_cannot_change()
    {
        using var bound = await PasskeyUser.CreateAsync(system);
        using var synced = await PasskeyUser.CreateAsync(system, synced: true);
        await IsRefusedAsync(bound, new Deviation { BackupEligible = true, BackedUp = true }, "invalid_passkey");
        await IsRefusedAsync(synced, new Deviation { BackupEligible = false, BackedUp = false }, "invalid_passkey");
        Assert.True(await IsBackedUpAsync(synced.Id));

        synced.Authenticator.BackedUp = false;
        await synced.SignInAsync();

        Assert.False(await IsBackedUpAsync(synced.Id));
    }

    [Fact]
    public async Task Another_users_credential_is_refused()
    {
        using var user = await PasskeyUser.CreateAsync(system);
        using var mallory = await PasskeyUser.CreateAsync(system);

        // Mallory's key signs for the victim's credential, or for the victim's account.
        await IsRefusedAsync(
            mallory, new Deviation { CredentialId = user.Authenticator.CredentialId }, "invalid_passkey", owner: user.Id);
        var victim = Authenticator.Encode(System.Text.Encoding.UTF8.GetBytes(user.Id.ToString()));
        await IsRefusedAsync(mallory, new Deviation { UserHandle = victim }, "invalid_passkey");
        await IsRefusedAsync(
            mallory, new Deviation { UserHandle = victim, CredentialId = user.Authenticator.CredentialId }, "invalid_passkey",
            owner: user.Id);
    }

    [Fact]
    public async Task An_unknown_credential_is_refused()
    {
        using var user = await PasskeyUser.CreateAsync(system);
        await IsRefusedAsync(user, new Deviation { CredentialId = new byte[32] }, "unknown_passkey", owner: null);
    }

    [Fact]
    public async Task A_sign_in_needs_the_user_handle()
    {
        using var user = await PasskeyUser.CreateAsync(system);
        var options = await user.Client.PasskeyOptionsAsync();
        var credential = user.Authenticator.Get(options.Json);
        credential["response"]!["userHandle"] = null;

        Problems.Is("invalid_credentials", await user.Client.PasskeyLoginAsync(options["challenge_token"], credential));
    }

    private Task IsRefusedAsync(PasskeyUser user, Deviation deviation, string reason) =>
        IsRefusedAsync(user, deviation, reason, user.Id);

    private async Task IsRefusedAsync(PasskeyUser user, Deviation deviation, string reason, Guid? owner)
    {
        var response = await user.Client.PasskeyLoginAsync(user.Authenticator, deviation);

        Problems.Is("invalid_credentials", response);
        var row = Assert.Single(await system.Database.AuditOfRequestAsync(response));
        Assert.Equal(
            (AuditEvent.SignInRefused, AuditOutcome.Refused, owner, reason), (row.Event, row.Outcome, row.UserId, row.Reason));
    }

    private static string ReasonOf(string way) =>
        Deviations[way] is { Origin: not null } or { CrossOrigin: true } ? "wrong_origin" : "invalid_passkey";

    private Task<long> PasskeysAsync(Guid userId) =>
        system.Database.ScalarAsync<long>("SELECT count(*) FROM passkeys WHERE user_id = $1", userId);

    private Task<bool> IsBackedUpAsync(Guid userId) =>
        system.Database.ScalarAsync<bool>("SELECT backed_up FROM passkeys WHERE user_id = $1", userId);
}
