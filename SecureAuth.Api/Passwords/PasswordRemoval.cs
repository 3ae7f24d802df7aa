namespace SecureAuth.Api.Passwords;

/// <summary>The outcome of the removal of a password.</summary>
internal enum PasswordRemoval
{
    Removed,

    /// <summary>The account has no passkey, or no password.</summary>
    Conflict,

    SessionEnded,
    SecondFactorRequired,
}
