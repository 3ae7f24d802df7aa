using SecureAuth.AdminCli.CommandLine;

namespace SecureAuth.AdminCli.Accounts;

/// <summary>The result of a command that changes an account.</summary>
/// <param name="Email">The account's e-mail address, for people who read the output.</param>
/// <param name="Changed">False if the account was already in the requested state.</param>
/// <param name="SessionsEnded">The number of live sessions that were ended.</param>
internal record UserChange(Guid UserId, string Email, bool Changed = true, int SessionsEnded = 0) : Change
{
    public UserChange(Account user, bool Changed = true, int SessionsEnded = 0)
        : this(user.Id, user.Email, Changed, SessionsEnded)
    {
    }
}
