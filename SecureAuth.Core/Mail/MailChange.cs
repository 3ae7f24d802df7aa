namespace SecureAuth.Core.Mail;

/// <summary>What a notice is about, if its kind leaves that open. The names are stored, and templates compare them.</summary>
public enum MailChange
{
    TotpEnabled = 1,
    TotpDisabled = 2,
    RecoveryCodesRenewed = 3,

    /// <summary>An operator removed all second factors.</summary>
    SecondFactorReset = 4,

    PasskeyAdded = 5,
    PasskeyRemoved = 6,

    PasswordRemoved = 7,

    UsernameRemoved = 8,

    /// <summary>The user had none before.</summary>
    UsernameAdded = 9,

    /// <summary>Somebody tried to get the address for another account.</summary>
    EmailChangeAttempt = 20,
}
