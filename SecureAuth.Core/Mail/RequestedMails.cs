namespace SecureAuth.Core.Mail;

/// <summary>The mails that somebody asks for who is not signed in. The sender issues their links when it admits them.</summary>
public static class RequestedMails
{
    /// <summary>Their kinds, as they are stored.</summary>
    public static int[] Kinds() =>
        [(int)MailKind.VerifyEmail, (int)MailKind.ResetPassword, (int)MailKind.RegistrationAttempt];

    public static bool Contains(MailKind kind) => Kinds().Contains((int)kind);
}
