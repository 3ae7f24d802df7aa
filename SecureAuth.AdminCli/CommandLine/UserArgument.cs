using System.CommandLine;

namespace SecureAuth.AdminCli.CommandLine;

internal static class UserArgument
{
    public static Argument<string> Create() => new("USER") { Description = "E-mail address, username or ID of the user" };
}
