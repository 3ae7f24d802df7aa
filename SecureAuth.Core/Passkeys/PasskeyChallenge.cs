namespace SecureAuth.Core.Passkeys;

/// <summary>A ceremony that has begun. Its row is deleted by the one caller that completes it.</summary>
public sealed class PasskeyChallenge
{
    /// <summary>The SHA-256 hash of the challenge token.</summary>
    public required byte[] TokenHash { get; init; }

    public PasskeyPurpose Purpose { get; init; }

    /// <summary>
    /// What the ceremony belongs to, so that it cannot be completed elsewhere: the id of the session that adds a passkey, the
    /// temporary token of a sign-in with a second factor, or nothing for a sign-in.
    /// </summary>
    public required byte[] Binding { get; init; }

    /// <summary>
    /// The keyed hash of the e-mail address that a sign-in was started for, if any. It is stored whether or not there is such an
    /// account, so that both take the same time.
    /// </summary>
    public byte[]? IdentifierHash { get; init; }

    /// <summary>The state of the handler of ASP.NET Core Identity, which contains the challenge.</summary>
    public required string State { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }
}
