namespace SecureAuth.Api.Passwords;

/// <summary>How a password change ended.</summary>
internal abstract record PasswordChangeOutcome
{
    private PasswordChangeOutcome()
    {
    }

    internal sealed record Changed : PasswordChangeOutcome;

    internal sealed record InvalidCredentials : PasswordChangeOutcome;

    internal sealed record WeakPassword(IReadOnlyList<string> Reasons) : PasswordChangeOutcome;

    internal sealed record Locked(TimeSpan Remaining) : PasswordChangeOutcome;

    internal sealed record Busy(TimeSpan RetryAfter) : PasswordChangeOutcome;
}
