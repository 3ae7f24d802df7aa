using SecureAuth.AdminCli.Errors;

namespace SecureAuth.AdminCli.Accounts;

internal static class UsernameRefusal
{
    public static OperatorException Taken(string name) =>
        new(ExitCode.Failed, $"The username {name} or one that looks like it is taken");
}
