using SecureAuth.Core.Data;

namespace SecureAuth.Core.Accounts;

/// <summary>The outcome of creating an account.</summary>
public abstract record AccountCreationOutcome
{
    private AccountCreationOutcome()
    {
    }

    /// <param name="User">The user as it was written, so that it need not be read back.</param>
    /// <param name="RoleCreated">Whether any of its roles had to be created too.</param>
    /// <param name="Roles">The roles that it has.</param>
    public sealed record Created(User User, bool RoleCreated, IReadOnlyList<string> Roles) : AccountCreationOutcome;

    /// <summary>The password policy rejected the password for these reasons.</summary>
    public sealed record WeakPassword(IReadOnlyList<string> Reasons) : AccountCreationOutcome;

    public sealed record EmailTaken : AccountCreationOutcome;

    /// <summary>The invitation cannot be used, or the address has an account by now. The client does not learn which.</summary>
    public sealed record InvalidInvitation : AccountCreationOutcome;

    /// <summary>Another account has the username, or one that looks like it, or it is reserved.</summary>
    public sealed record UsernameTaken : AccountCreationOutcome;

    /// <summary>The hash queue has no free slot for this caller.</summary>
    public sealed record Busy(TimeSpan RetryAfter) : AccountCreationOutcome;
}
