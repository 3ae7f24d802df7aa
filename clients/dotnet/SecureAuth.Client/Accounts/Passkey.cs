using System.Text.Json;

namespace SecureAuth.Client;

/// <summary>A passkey of the user.</summary>
/// <param name="Id">The id in this API, which is not the credential's.</param>
/// <param name="Name">The name that the user gave it.</param>
/// <param name="Transports">How the authenticator can be reached.</param>
/// <param name="BackupEligible">Whether the key can be copied to the user's other devices.</param>
/// <param name="BackedUp">Whether the key was on other devices when it was last used.</param>
/// <param name="CreatedAt">When it was added.</param>
/// <param name="LastUsedAt">When the user last signed in with it, or null.</param>
public sealed record Passkey(
    Guid Id,
    string Name,
    IReadOnlyList<string> Transports,
    bool BackupEligible,
    bool BackedUp,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastUsedAt = null) : SecureAuthMessage;

/// <summary>The user has another passkey.</summary>
/// <param name="Passkey">The passkey.</param>
/// <param name="Tokens">The new session if the passkey completed a sign-in, otherwise null.</param>
public sealed record AddedPasskey(Passkey Passkey, TokenPair? Tokens) : SecureAuthMessage;

/// <summary>The options of a WebAuthn ceremony.</summary>
/// <param name="Options">
/// For <c>PublicKeyCredential.parseRequestOptionsFromJSON()</c> or <c>parseCreationOptionsFromJSON()</c> in a browser, or the
/// platform's API for passkeys.
/// </param>
/// <param name="ChallengeToken">Goes back to the server together with the credential.</param>
public sealed record PasskeyCeremony(JsonElement Options, string ChallengeToken) : SecureAuthMessage;
