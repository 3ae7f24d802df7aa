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
    /// Somebody tried to register with an address that has an account. If its address is not verified, the mail carries a link to
    /// reset the password.
    /// </summary>
    RegistrationAttempt = 2,

    /// <summary>Carries a link to reset the password.</summary>
    ResetPassword = 3,

    PasswordChanged = 10,
    EmailChanged = 11,
    SecondFactorChanged = 12,
    PasskeysChanged = 13,

    /// <summary>A sign-in from a device that was not known before.</summary>
    NewDevice = 14,

    /// <summary>Failed attempts have locked the account.</summary>
    AccountLocked = 15,

    /// <summary>Failed attempts have locked the password until it is reset.</summary>
    PasswordLocked = 16,
}
