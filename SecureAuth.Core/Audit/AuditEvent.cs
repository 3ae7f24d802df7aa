namespace SecureAuth.Core.Audit;

/// <summary>
/// The closed list of security events. The numbers are stored and exported, so a number must never be changed or reused for
/// another event.
/// </summary>
public enum AuditEvent
{
    /// <summary>The default value. It is never written.</summary>
    None = 0,

    Registered = 100,
    RegistrationRefused = 101,

    /// <summary>
    /// A user invited an address. The reason names the invitation, as that of the registration does. The same by an operator is
    /// 511.
    /// </summary>
    InvitationSent = 102,
    InvitationRefused = 103,

    SignedIn = 200,

    /// <summary>The reason records what the response hides: unknown account, wrong password or disabled account.</summary>
    SignInRefused = 201,

    /// <summary>
    /// A failure locked the account. Written once per lock; the refused sign-ins themselves are 201. The reason
    /// <c>consecutive_failures</c> says that time does not end the lock.
    /// </summary>
    AccountLocked = 202,

    Refreshed = 300,
    RefreshRefused = 301,

    /// <summary>
    /// A rotated refresh token was presented after the grace period, which ended the session (RFC 9700, section 4.14.2).
    /// </summary>
    RefreshTokenReused = 302,

    SignedOut = 303,

    /// <summary>One session was ended, but not by its owner signing out.</summary>
    SessionRevoked = 304,

    /// <summary>All sessions of one user were ended.</summary>
    UserSessionsRevoked = 305,

    /// <summary>The epoch was moved, so that all sessions of all users that began before it are rejected.</summary>
    AllSessionsRevoked = 306,

    /// <summary>The least recently used session was ended because the user exceeded the maximum number of sessions.</summary>
    SessionEvicted = 307,

    /// <summary>The password was correct, and a second-factor code is required.</summary>
    SecondFactorChallenged = 210,

    /// <summary>The code was wrong, replayed or expired, or its challenge was not valid.</summary>
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

    /// <summary>Somebody asked for a reset. Whether the address has an account is not known at that time.</summary>
    PasswordResetRequested = 232,

    /// <summary>The user set a new password with a mailed token.</summary>
    PasswordReset = 233,
    PasswordResetRefused = 234,

    /// <summary>
    /// Somebody registered again with an address that has never been verified, which ended the password of the account. The mail
    /// lets the owner of the address choose one.
    /// </summary>
    PasswordEnded = 235,

    /// <summary>The user removed the password and signs in with passkeys alone.</summary>
    PasswordRemoved = 236,

    /// <summary>Somebody asked for another mail to verify an address.</summary>
    EmailVerificationRequested = 240,

    EmailVerified = 241,
    EmailVerificationRefused = 242,

    PasskeyAdded = 250,
    PasskeyRenamed = 251,
    PasskeyRemoved = 252,

    /// <summary>A passkey was not added or not removed. A refused sign-in with a passkey is 201 or 211.</summary>
    PasskeyRefused = 253,

    DisplayNameChanged = 260,

    /// <summary>The user downloaded everything that is stored about the account.</summary>
    DataExported = 261,

    /// <summary>The user deleted the account. An account that an operator deleted is 506.</summary>
    AccountDeleted = 262,

    /// <summary>The account was deleted because its address was never verified and nobody ever signed in.</summary>
    AccountExpired = 263,

    /// <summary>
    /// The user changed fields that the operator has configured. The reason begins with <c>fields=</c> and their names.
    /// </summary>
    FieldsChanged = 264,

    /// <summary>
    /// The user took, changed or gave up a username, or a reset removed it because the address was not verified before
    /// (<c>email_not_verified</c>).
    /// </summary>
    UsernameChanged = 265,

    /// <summary>A device signed in that was not known. It is not recorded for the first sign-in of an account.</summary>
    DeviceAdded = 270,

    /// <summary>A failure locked a known device. Other devices can still sign in.</summary>
    DeviceLocked = 271,

    /// <summary>The least recently used device was forgotten because the user exceeded the maximum number of devices.</summary>
    DeviceEvicted = 272,

    /// <summary>The user asked for another address. It takes effect once that has been verified (282).</summary>
    EmailChangeRequested = 280,
    EmailChangeRefused = 281,
    EmailChanged = 282,

    /// <summary>A former address was put back with the token that was mailed to it.</summary>
    EmailRestored = 283,
    EmailRestoreRefused = 284,

    /// <summary>The password was correct, and the user must set up a second factor before a session is started.</summary>
    SecondFactorSetUpRequired = 290,

    /// <summary>A session was ended at its refresh, because its user must have a second factor and did not use one.</summary>
    SessionWithoutSecondFactorEnded = 291,

    /// <summary>The user must have a second factor, and this is the last one. A passkey that is not removed is 253.</summary>
    SecondFactorRemovalRefused = 292,

    /// <summary>Written once per bucket and window, regardless of how many calls were refused.</summary>
    RateLimited = 400,

    /// <summary>Redis became unavailable and the limits fell back to in-process buckets. Written once per outage.</summary>
    RateLimitStoreLost = 401,

    /// <summary>
    /// An access token did not permit the request, or was not issued by this server. Written once per client address, reason
    /// and minute.
    /// </summary>
    AuthorizationRefused = 410,

    UserUnlocked = 500,
    UserDisabled = 501,
    UserEnabled = 502,

    /// <summary>An operator created the user. A user who registers is 100.</summary>
    UserCreated = 503,

    PasswordSetByOperator = 504,

    /// <summary>An operator removed all second factors.</summary>
    SecondFactorReset = 505,

    /// <summary>An operator deleted the account and the personal data. A user who deletes the own account is 262.</summary>
    UserDeleted = 506,

    /// <summary>An operator created the user with the password hash of another system.</summary>
    UserImported = 507,

    /// <summary>The reason begins with <c>role=</c> and the name of the role.</summary>
    RoleGranted = 508,

    /// <summary>The same for a role that an operator took away.</summary>
    RoleUngranted = 509,

    /// <summary>
    /// <c>migrate</c> changed the schema, a role or its privileges. The changes and this row are committed together.
    /// </summary>
    Migrated = 510,

    /// <summary>An operator invited an address. The reason names the invitation and its role.</summary>
    UserInvited = 511,

    /// <summary>An operator withdrew an invitation, which the reason names.</summary>
    InvitationWithdrawn = 512,

    /// <summary>An operator put a mail that could not be delivered back into the outbox.</summary>
    MailRetried = 520,

    /// <summary>
    /// An operator reset the rate limits of a client address, which the reason names (<c>address=</c>), or the attempts at an
    /// e-mail address.
    /// </summary>
    LimitsReset = 530,

    /// <summary>An operator set or removed a field of the account. The reason begins with <c>field=</c> and its name.</summary>
    UserFieldSet = 540,

    /// <summary>An operator gave a username to the account, or took it away.</summary>
    UsernameSetByOperator = 541,

    /// <summary>The next signing key was announced, or one that had been announced will sign sooner.</summary>
    SigningKeyAnnounced = 600,

    /// <summary>An operator retired a signing key. Its tokens are rejected from then on.</summary>
    SigningKeyRetired = 601,

    /// <summary>The key ring and the secrets it protects were re-encrypted under the newest master key.</summary>
    KeysRewrapped = 602,
}
