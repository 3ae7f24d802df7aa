using SecureAuth.AdminCli.CommandLine;

namespace SecureAuth.AdminCli.Accounts;

/// <summary>What a command did to an account.</summary>
/// <param name="UserId">Whose.</param>
/// <param name="Email">The same, for people.</param>
/// <param name="Changed">False if the account was so already.</param>
/// <param name="SessionsEnded">How many live ones.</param>
internal record UserChange(Guid UserId, string Email, bool Changed = true, int SessionsEnded = 0) : Change
{
    public UserChange(Account user, bool Changed = true, int SessionsEnded = 0)
        : this(user.Id, user.Email, Changed, SessionsEnded)
    {
    }
}
