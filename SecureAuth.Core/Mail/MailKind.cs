namespace SecureAuth.Core.Mail;

/// <summary>
/// The closed list of mails. The numbers are stored, so a number must never be changed or reused. The names are those of the
/// templates and of the values in metrics.
/// </summary>
public enum MailKind
{
    /// <summary>Carries a link that verifies the address of an account.</summary>
    VerifyEmail = 1,

    /// <summary>
    /// Somebody tried to register with an address that has an account, or to get it for another account. If it has not been
    /// verified, the mail carries a link to reset the password.
    /// </summary>
    RegistrationAttempt = 2,

    /// <summary>Carries a link to reset the password.</summary>
    ResetPassword = 3,

    /// <summary>Carries a link that makes the address that of an account, which has another one until then.</summary>
    VerifyNewEmail = 4,

    /// <summary>Carries a link to register, for an address that has no account.</summary>
    Invitation = 5,

    PasswordChanged = 10,

    /// <summary>Carries a link that puts the former address back, to which it is sent.</summary>
    EmailChanged = 11,

    SecondFactorChanged = 12,
    PasskeysChanged = 13,

    /// <summary>A sign-in from a device that was not known before.</summary>
    NewDevice = 14,

    /// <summary>Failed attempts have locked the account.</summary>
    AccountLocked = 15,

    /// <summary>Failed attempts have locked the password until it is reset.</summary>
    PasswordLocked = 16,

    UsernameChanged = 17,

    /// <summary>Tells the present address that the user, or somebody else, wants another one.</summary>
    EmailChangeRequested = 20,

    /// <summary>Tells the new address that it is that of the account from now on.</summary>
    NewEmailInUse = 21,

    /// <summary>Tells the newer address that the former one has been put back.</summary>
    EmailRestored = 22,
}
