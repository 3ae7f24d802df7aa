using System.CommandLine;

namespace SecureAuth.AdminCli.CommandLine;

internal static class KeyArgument
{
    public static Argument<string> Create() => new("KID") { Description = "ID of the signing key, as keys list shows it" };
}
