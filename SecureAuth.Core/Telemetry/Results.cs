namespace SecureAuth.Core.Telemetry;

/// <summary>The actual result of a sign-in, which the response may hide.</summary>
public enum LoginResult
{
    Success,
    SecondFactor,

    /// <summary>The password was correct, and the user must set up a second factor first.</summary>
    SecondFactorSetUp,
    InvalidCredentials,
    InvalidCode,
    InvalidTempToken,
    Locked,
    Disabled,
    NotVerified,
    Busy,

    /// <summary>The password was correct, but the only second factor is a passkey, and passkeys are switched off.</summary>
    SecondFactorSwitchedOff,
}

/// <summary>Whether the device of a sign-in carried a valid device token.</summary>
public enum DeviceKind
{
    Known,
    New,
}

/// <summary>The kind of second-factor code that the client claims to present.</summary>
public enum CodeKind
{
    Totp,
    RecoveryCode,
    Passkey,
}

/// <summary>The result of a ceremony with a passkey: its registration or its use.</summary>
public enum PasskeyResult
{
    Success,

    /// <summary>The challenge is unknown, expired or used, or belongs to another ceremony.</summary>
    InvalidChallenge,

    /// <summary>The credential is not acceptable, for example because of its signature or its origin.</summary>
    Failed,

    /// <summary>The counter of the authenticator did not increase.</summary>
    CounterWentBack,

    /// <summary>The credential is valid, but the state of the account does not permit what it is for.</summary>
    Refused,
}

/// <summary>The result of presenting a refresh token.</summary>
public enum RefreshResult
{
    Success,
    Reused,
    Refused,
}

/// <summary>The operation of a hashing thread.</summary>
public enum HashOperation
{
    Hash,
    Verify,
}

/// <summary>The reason why a caller was refused a slot of the hash queue.</summary>
public enum QueueRefusal
{
    /// <summary>The caller would have to wait too long.</summary>
    Full,

    /// <summary>The caller's address or account already uses its share.</summary>
    Share,
}

/// <summary>The result of a registration.</summary>
public enum RegistrationResult
{
    Success,
    WeakPassword,
    EmailTaken,
    UsernameTaken,
    Busy,

    /// <summary>The invitation is unknown, used, expired, replaced or withdrawn, or is for another address.</summary>
    InvalidInvitation,
}

/// <summary>The reason why an access token was not accepted for a request.</summary>
public enum AuthorizationRefusal
{
    /// <summary>The credentials were checked too long ago.</summary>
    NotFresh,

    /// <summary>The user has a second factor, but the session was started without it.</summary>
    SecondFactorMissing,

    /// <summary>The token was not issued by this server: its signature or content is invalid, or it is not a token.</summary>
    ForgedToken,

    /// <summary>The token is valid, but its session has been ended.</summary>
    RevokedToken,

    /// <summary>The key of the token has been retired, so its signature cannot be checked any more.</summary>
    RetiredKey,

    /// <summary>The token is valid, but the roles of its user have changed since.</summary>
    OutdatedRoles,

    /// <summary>A set-up token is expired or used, or was sent to an endpoint that does not accept one.</summary>
    SetUpToken,

    /// <summary>The request tried to end another user's session.</summary>
    ForeignSession,

    /// <summary>The user does not have the role that the operation is for.</summary>
    RoleMissing,

    /// <summary>The id or the secret of a service was wrong.</summary>
    InvalidClient,

    /// <summary>The request came with cookies, or asked for some, and not from a page that may do so.</summary>
    CrossSite,
}

/// <summary>What was found out about a new password.</summary>
public enum BreachCheckResult
{
    NotFound = 1,
    Breached = 2,

    /// <summary>The service did not answer in time, so the password was accepted.</summary>
    Unavailable = 3,
}

/// <summary>The reason why a mail was not sent on purpose.</summary>
public enum MailDrop
{
    /// <summary>No account has the address, or the account has been disabled.</summary>
    NoAccount,

    /// <summary>The account does not need the mail, because its address is already verified.</summary>
    NotNeeded,

    /// <summary>The account has recently got as many mails of this kind as it may.</summary>
    TooMany,

    /// <summary>The token of the mail has been used or replaced in the meantime.</summary>
    Outdated,

    /// <summary>The new address belongs to another account, whose owner gets another mail instead.</summary>
    AddressTaken,

    /// <summary>No way to send mails is configured.</summary>
    NoTransport,
}

/// <summary>What a service learns of a token.</summary>
public enum IntrospectionResult
{
    Active,
    Inactive,
}

/// <summary>The result of presenting a mailed token.</summary>
public enum MailedTokenResult
{
    Accepted,
    Refused,
    WeakPassword,
    Busy,
}
