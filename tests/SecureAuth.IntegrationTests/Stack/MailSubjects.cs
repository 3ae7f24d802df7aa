namespace SecureAuth.IntegrationTests.Stack;

/// <summary>A part of the subject by which a test recognises each kind of mail.</summary>
internal static class MailSubjects
{
    public const string Verify = "Verify your e-mail address";
    public const string RegistrationAttempt = "You already have an account";
    public const string Reset = "Reset your password";
    public const string PasswordChanged = "Your password for";
    public const string SecondFactorChanged = "The second factor";
    public const string UsernameChanged = "Your username for SecureAuth was changed";
    public const string UsernameSet = "Your username for SecureAuth was set";
    public const string UsernameRemoved = "Your username for SecureAuth was removed";
    public const string PasskeysChanged = "The passkeys of your account";
    public const string VerifyNew = "Verify your new e-mail address";
    public const string ChangeRequested = "is about to change";
    public const string EmailChanged = "Your e-mail address for SecureAuth was changed";
    public const string NewEmailInUse = "Your new e-mail address for";
    public const string EmailRestored = "was undone";
    public const string AccountLocked = "is locked";
    public const string Invitation = "Your invitation to";
    public const string NewDevice = "New sign-in";
}
