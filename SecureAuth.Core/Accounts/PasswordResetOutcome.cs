namespace SecureAuth.Core.Accounts;

/// <summary>The outcome of setting a password without the old one.</summary>
public abstract record PasswordResetOutcome
{
    private PasswordResetOutcome()
    {
    }

    public sealed record Done(int SessionsEnded) : PasswordResetOutcome;

    /// <summary>The password policy rejected the password for these reasons.</summary>
    public sealed record WeakPassword(IReadOnlyList<string> Reasons) : PasswordResetOutcome;

    public sealed record NoSuchUser : PasswordResetOutcome;

    /// <summary>The mailed token is unknown, expired or already used, or the account is disabled.</summary>
    public sealed record InvalidToken : PasswordResetOutcome;

    /// <summary>The hash queue has no free slot for this caller.</summary>
    public sealed record Busy(TimeSpan RetryAfter) : PasswordResetOutcome;
}
