namespace SecureAuth.Core.Accounts;

/// <summary>How the setting of a password without the old one ended.</summary>
public abstract record PasswordResetOutcome
{
    private PasswordResetOutcome()
    {
    }

    public sealed record Done(int SessionsEnded) : PasswordResetOutcome;

    /// <summary>The password policy's reasons.</summary>
    public sealed record WeakPassword(IReadOnlyList<string> Reasons) : PasswordResetOutcome;

    public sealed record NoSuchUser : PasswordResetOutcome;

    /// <summary>Too many passwords are being hashed.</summary>
    public sealed record Busy(TimeSpan RetryAfter) : PasswordResetOutcome;
}
