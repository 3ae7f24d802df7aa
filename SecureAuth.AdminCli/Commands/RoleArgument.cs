using System.CommandLine;
using SecureAuth.Core.Data;

namespace SecureAuth.AdminCli.Commands;

internal static class RoleArgument
{
    public static Argument<string> Create(string description)
    {
        var role = new Argument<string>("ROLE") { Description = description };
        role.Validators.Add(result =>
        {
            if (!RoleName.IsValid(result.Tokens[0].Value))
            {
                result.AddError(Rule("ROLE"));
            }
        });
        return role;
    }

    public static string Rule(string name) => $"{name} must have {RoleName.Rule}.";
}
