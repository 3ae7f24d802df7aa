namespace SecureAuth.Core.Mail;

/// <summary>What a mailed token may be used for. The numbers are stored and are part of each token.</summary>
public enum OneTimeTokenPurpose
{
    VerifyEmail = 1,
    ResetPassword = 2,

    /// <summary>Verifies a new address, which then becomes that of the account.</summary>
    ChangeEmail = 3,

    /// <summary>Puts an address back that the account had before. SQL statements contain this number too.</summary>
    RestoreEmail = 4,

    /// <summary>Registers an address. It belongs to no account yet, so that it has a table of its own.</summary>
    Invitation = 5,
}
