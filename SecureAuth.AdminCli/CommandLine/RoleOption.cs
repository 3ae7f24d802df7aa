using System.CommandLine;

namespace SecureAuth.AdminCli.CommandLine;

internal static class RoleOption
{
    public static Option<string?> Create(string description)
    {
        var option = new Option<string?>("--role") { Description = description, HelpName = "role" };
        option.CompletionSources.Add(RoleCompletions.Find);
        return option;
    }
}
