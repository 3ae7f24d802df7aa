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

/// <summary>What a hashing thread did with a password.</summary>
public enum HashOperation
{
    Hash,
    Verify,
}

/// <summary>Why a password found no place in the queue.</summary>
public enum QueueRefusal
{
    /// <summary>It would have to wait too long.</summary>
    Full,

    /// <summary>Its address or account holds its share already.</summary>
    Share,
}

/// <summary>How a registration ended.</summary>
public enum RegistrationResult
{
    Success,
    WeakPassword,
    EmailTaken,
    Busy,
}

/// <summary>Why an access token did not do.</summary>
public enum AuthorizationRefusal
{
    /// <summary>The credentials were checked too long ago.</summary>
    NotFresh,

    /// <summary>The user has a second factor, and the session has not shown it.</summary>
    SecondFactorMissing,

    /// <summary>It was never given out here: another signature, another content, or no token at all.</summary>
    ForgedToken,

    /// <summary>Genuine, and its session has been ended.</summary>
    RevokedToken,

    /// <summary>A session was to be ended that is another user's.</summary>
    ForeignSession,
}
