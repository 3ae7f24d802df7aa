namespace SecureAuth.Api.TwoFactor;

/// <summary>What a client says its code is.</summary>
internal enum CodeMethod
{
    Totp = 1,
    RecoveryCode = 2,
}
