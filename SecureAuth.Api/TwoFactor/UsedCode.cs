namespace SecureAuth.Api.TwoFactor;

/// <summary>What a code turned out to be.</summary>
internal enum UsedCode
{
    /// <summary>Wrong, replayed or expired.</summary>
    None,
    Totp,
    RecoveryCode,
}
