namespace SecureAuth.IntegrationTests.Stack;

/// <summary>A part of the subject by which a test recognises each kind of mail.</summary>
internal static class MailSubjects
{
    public const string Verify = "Verify your e-mail address";
    public const string RegistrationAttempt = "You already have an account";
    public const string Reset = "Reset your password";
    public const string PasswordChanged = "Your password for";
    public const string SecondFactorChanged = "The second factor";
    public const string PasskeysChanged = "The passkeys of your account";
    public const string AccountLocked = "is locked";
}
