using SecureAuth.Core.Data;

namespace SecureAuth.Core.Accounts;

/// <summary>How the creation of an account ended.</summary>
public abstract record AccountCreationOutcome
{
    private AccountCreationOutcome()
    {
    }

    /// <param name="User">As it was written: nothing has to be read back.</param>
    /// <param name="RoleCreated">Whether its role is a new one.</param>
    public sealed record Created(User User, bool RoleCreated) : AccountCreationOutcome;

    /// <summary>The password policy's reasons.</summary>
    public sealed record WeakPassword(IReadOnlyList<string> Reasons) : AccountCreationOutcome;

    public sealed record EmailTaken : AccountCreationOutcome;

    /// <summary>Too many passwords are being hashed.</summary>
    public sealed record Busy(TimeSpan RetryAfter) : AccountCreationOutcome;
}
