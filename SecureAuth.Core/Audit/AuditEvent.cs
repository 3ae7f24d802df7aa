namespace SecureAuth.Core.Audit;

/// <summary>
/// The closed list of security events. The numbers are stored and exported: one that has been used is never changed or
/// given to another event.
/// </summary>
public enum AuditEvent
{
    /// <summary>The zero value that the language asks for; never written.</summary>
    None = 0,

    Registered = 100,
    RegistrationRefused = 101,

    SignedIn = 200,

    /// <summary>The reason says what the answer hides: unknown account, wrong password, disabled account.</summary>
    SignInRefused = 201,

    /// <summary>The failure that made the lock, written once a lock; the refusals behind it are 201.</summary>
    AccountLocked = 202,

    Refreshed = 300,
    RefreshRefused = 301,

    /// <summary>A rotated refresh token came back after the grace: the session ended (RFC 9700, section 4.14.2).</summary>
    RefreshTokenReused = 302,

    SignedOut = 303,

    /// <summary>One session was ended by somebody other than its owner's sign-out.</summary>
    SessionRevoked = 304,

    /// <summary>Every session of one user was ended.</summary>
    UserSessionsRevoked = 305,

    /// <summary>The epoch moved: every session of everybody that began before it is refused.</summary>
    AllSessionsRevoked = 306,

    /// <summary>The least recently used session ended, since the user began one too many.</summary>
    SessionEvicted = 307,

    /// <summary>The password was right; a code is asked for.</summary>
    SecondFactorChallenged = 210,

    /// <summary>A code was wrong, replayed or expired, or its challenge was.</summary>
    SecondFactorRefused = 211,

    Reauthenticated = 212,
    ReauthenticationRefused = 213,

    TotpSetUp = 220,
    TotpEnabled = 221,
    TotpDisabled = 222,
    RecoveryCodeUsed = 223,
    RecoveryCodesRenewed = 224,

    PasswordChanged = 230,
    PasswordChangeRefused = 231,

    /// <summary>Written once a bucket and window, however many calls were refused in it.</summary>
    RateLimited = 400,

    /// <summary>Redis was lost and the limits fell back to the process; written once an outage.</summary>
    RateLimitStoreLost = 401,

    /// <summary>
    /// A token did not allow what was asked with it, or was none of ours. Written once a client address, reason and minute.
    /// </summary>
    AuthorizationRefused = 410,

    UserUnlocked = 500,
    UserDisabled = 501,
    UserEnabled = 502,

    /// <summary>By an operator; whoever registers is 100.</summary>
    UserCreated = 503,

    PasswordSetByOperator = 504,

    /// <summary>An operator took every second factor away.</summary>
    SecondFactorReset = 505,

    /// <summary>The schema, a role or its rights were changed by <c>migrate</c>; none of it is there without this row.</summary>
    Migrated = 510,

    /// <summary>The key ring and what it encrypts were moved under the newest master key.</summary>
    KeysRewrapped = 602,
}
