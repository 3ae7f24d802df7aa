namespace SecureAuth.Core.Telemetry;

/// <summary>How a sign-in ended, which the caller of the API may not be told.</summary>
public enum LoginResult
{
    Success,
    SecondFactor,
    InvalidCredentials,
    InvalidCode,
    InvalidTempToken,
    Locked,
    Disabled,
    Busy,
}

/// <summary>What a second-factor code was said to be.</summary>
public enum CodeKind
{
    Totp,
    RecoveryCode,
}

/// <summary>How a presented refresh token was answered.</summary>
public enum RefreshResult
{
    Success,
    Reused,
    Refused,
}

/// <summary>How a registration ended.</summary>
public enum RegistrationResult
{
    Success,
    WeakPassword,
    EmailTaken,
    Busy,
}
