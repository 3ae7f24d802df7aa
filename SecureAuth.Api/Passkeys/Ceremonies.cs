using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Identity;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Passkeys;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Passkeys;

/// <summary>Options for the browser, and the state with which their ceremony is completed.</summary>
internal sealed record BegunCeremony(string OptionsJson, string State) : Confidential;

/// <summary>A verified registration, or the reason why it is refused.</summary>
internal sealed record Attestation(NewPasskey? Passkey, AuditReason? Refusal) : Confidential;

/// <summary>What a verified assertion says of its authenticator.</summary>
internal sealed record AssertedState(long SignCount, bool BackedUp) : Confidential;

/// <summary>A verified assertion, or the reason why it is refused.</summary>
internal sealed record Assertion(AssertedState? State, AuditReason? Refusal) : Confidential;

/// <summary>
/// Runs the ceremonies of WebAuthn with the handler of ASP.NET Core Identity. It touches no store: callers read what it needs
/// before and store its result after.
/// </summary>
internal sealed class Ceremonies(RelyingParty relyingParty, IServiceProvider services)
{
    /// <param name="userId">The user who adds a passkey.</param>
    /// <param name="name">The e-mail address, which the browser shows in its list of passkeys.</param>
    /// <param name="displayName">The name of the person, or null.</param>
    /// <param name="existing">The user's passkeys, of which the authenticator must not make another one.</param>
    public async Task<BegunCeremony> BeginRegistrationAsync(
        Guid userId, string name, string? displayName, IReadOnlyList<Passkey> existing)
    {
        using var handler = Handler(userId, existing);

        // The state contains the entity too. The names are only for the browser, so that no personal data is stored with it.
        var entity = new PasskeyUserEntity { Id = userId.ToString(), Name = "", DisplayName = "" };
        var begun = await handler.Value.MakeCreationOptionsAsync(entity, NoRequest());
        var options = JsonNode.Parse(begun.CreationOptionsJson)!;
        options["user"]!["name"] = name;
        options["user"]!["displayName"] = displayName ?? name;
        return new BegunCeremony(options.ToJsonString(), begun.AttestationState!);
    }

    /// <summary>Begins a sign-in with whichever passkey the browser offers.</summary>
    public async Task<BegunCeremony> BeginSignInAsync()
    {
        using var handler = new CeremonyHandler(services, relyingParty, user: null, []);
        return ToCeremony(await handler.Value.MakeRequestOptionsAsync(null, NoRequest()));
    }

    /// <summary>Begins a ceremony with the passkeys of a user who is known already.</summary>
    public async Task<BegunCeremony> BeginSecondFactorAsync(Guid userId, IReadOnlyList<Passkey> existing)
    {
        using var handler = Handler(userId, existing);
        return ToCeremony(await handler.Value.MakeRequestOptionsAsync(new User { Id = userId }, NoRequest()));
    }

    public async Task<Attestation> VerifyRegistrationAsync(string state, Credential credential)
    {
        using var handler = new CeremonyHandler(services, relyingParty, user: null, []);
        var result = await handler.Value.PerformAttestationAsync(new PasskeyAttestationContext
        {
            HttpContext = NoRequest(),
            CredentialJson = credential.Json,
            AttestationState = state,
        });
        return result.Passkey is { } passkey
            ? new Attestation(
                new NewPasskey(
                    passkey.CredentialId, passkey.PublicKey, passkey.SignCount, passkey.Transports ?? [],
                    passkey.IsBackupEligible, passkey.IsBackedUp),
                Refusal: null)
            : new Attestation(Passkey: null, handler.Refusal);
    }

    /// <summary>
    /// Verifies everything about an assertion but its counter, which is compared where it is stored: the handler is told that the
    /// last one was 0, or two assertions at the same moment could both be right.
    /// </summary>
    public async Task<Assertion> VerifyAssertionAsync(string state, Credential credential, PresentedPasskey presented)
    {
        var stored = new UserPasskeyInfo(
            presented.CredentialId, presented.PublicKey, createdAt: default, signCount: 0, transports: null,
            isUserVerified: true, presented.BackupEligible, isBackedUp: false, attestationObject: [], clientDataJson: []);
        using var handler = new CeremonyHandler(services, relyingParty, new User { Id = presented.UserId }, [stored]);
        var result = await handler.Value.PerformAssertionAsync(new PasskeyAssertionContext
        {
            HttpContext = NoRequest(),
            CredentialJson = credential.Json,
            AssertionState = state,
        });
        return result.Passkey is { } passkey
            ? new Assertion(new AssertedState(passkey.SignCount, passkey.IsBackedUp), Refusal: null)
            : new Assertion(State: null, handler.Refusal);
    }

    /// <summary>
    /// The handler would read the host and the Origin header of a request if domain and origins were not configured. It gets an
    /// empty one, so that it cannot.
    /// </summary>
    private static DefaultHttpContext NoRequest() => new();

    private static BegunCeremony ToCeremony(PasskeyRequestOptionsResult begun) =>
        new(begun.RequestOptionsJson, begun.AssertionState!);

    private CeremonyHandler Handler(Guid userId, IReadOnlyList<Passkey> existing) => new(
        services,
        relyingParty,
        new User { Id = userId },
        [
            .. existing.Select(passkey => new UserPasskeyInfo(
                passkey.CredentialId, passkey.PublicKey, passkey.CreatedAt, signCount: 0, passkey.Transports,
                isUserVerified: true, passkey.BackupEligible, passkey.BackedUp, attestationObject: [], clientDataJson: [])),
        ]);
}
