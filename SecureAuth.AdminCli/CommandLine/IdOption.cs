using System.CommandLine;

namespace SecureAuth.AdminCli.CommandLine;

internal static class IdOption
{
    public static Option<Guid?> Create(string name, string description, string helpName) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            if (Guid.TryParse(result.Tokens[0].Value, out var id))
            {
                return id;
            }

            result.AddError($"{name} must be an ID such as 0190b6f4-7c1e-7d3a-9f52-0c6a1b2d3e4f.");
            return null;
        },
    };
}
