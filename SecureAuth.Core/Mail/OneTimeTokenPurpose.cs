namespace SecureAuth.Core.Mail;

/// <summary>What a mailed token may be used for. The numbers are stored and are part of each token.</summary>
public enum OneTimeTokenPurpose
{
    VerifyEmail = 1,
    ResetPassword = 2,
}
