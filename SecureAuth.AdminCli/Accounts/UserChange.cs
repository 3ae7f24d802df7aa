namespace SecureAuth.AdminCli.Accounts;

/// <summary>What a command did to an account.</summary>
/// <param name="UserId">Whose.</param>
/// <param name="Email">The same, for people.</param>
/// <param name="DryRun">True if nothing was tried.</param>
/// <param name="Changed">False if the account was so already.</param>
/// <param name="SessionsEnded">How many.</param>
internal sealed record UserChange(Guid UserId, string Email, bool DryRun, bool Changed, int SessionsEnded)
{
    public UserChange(Account user, bool DryRun = false, bool Changed = false, int SessionsEnded = 0)
        : this(user.Id, user.Email, DryRun, Changed, SessionsEnded)
    {
    }
}
