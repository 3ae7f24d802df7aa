using SecureAuth.Api.Credentials;

namespace SecureAuth.Api.Passwords;

/// <summary>The outcome of a password change.</summary>
internal abstract record PasswordChangeOutcome
{
    private PasswordChangeOutcome()
    {
    }

    internal sealed record Changed : PasswordChangeOutcome;

    internal sealed record WeakPassword(IReadOnlyList<string> Reasons) : PasswordChangeOutcome;

    /// <summary>The account has been deleted in the meantime.</summary>
    internal sealed record SessionEnded : PasswordChangeOutcome;

    internal sealed record Refused(CheckOutcome.Refused Check) : PasswordChangeOutcome;
}
