namespace SecureAuth.Core.Sessions;

/// <summary>The reason why a session was ended before it expired. The numbers are stored.</summary>
public enum RevocationReason
{
    SignedOut = 1,
    RefreshTokenReused = 2,
    RevokedByOperator = 3,
    AccountDisabled = 4,
    RevokedByUser = 5,
    PasswordChanged = 6,
    TooManySessions = 7,

    /// <summary>The trigger that erases a user stores this number too.</summary>
    AccountDeleted = 8,

    /// <summary>Its user must have a second factor and signed in without one.</summary>
    SecondFactorRequired = 9,
    EmailChanged = 20,
    EmailRestored = 21,

    /// <summary>A service presented a token of the session (RFC 7009).</summary>
    RevokedByService = 30,
}
