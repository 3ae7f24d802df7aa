namespace SecureAuth.Core.Sessions;

/// <summary>Why a session ended before its time. The numbers are stored.</summary>
public enum RevocationReason
{
    SignedOut = 1,
    RefreshTokenReused = 2,
    RevokedByOperator = 3,
    AccountDisabled = 4,
    RevokedByUser = 5,
    PasswordChanged = 6,
    TooManySessions = 7,
}
