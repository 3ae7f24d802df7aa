using System.CommandLine;
using SecureAuth.AdminCli.Accounts;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.Core.UserFields;

namespace SecureAuth.AdminCli.Commands;

internal static class FieldOption
{
    public static Option<string[]> Create()
    {
        var option = new Option<string[]>("--field")
        {
            Description = "Value of a configured field (Accounts__Fields); may be given several times",
            HelpName = "name=value",
            AllowMultipleArgumentsPerToken = false,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => token.Value.IndexOf('=', StringComparison.Ordinal) < 1))
            {
                result.AddError("--field must be a name and a value, such as department=Sales.");
            }
        });
        return option;
    }

    /// <returns>The fields of a new account as a JSON object.</returns>
    public static string Read(Invocation invocation, Option<string[]> option)
    {
        var given = invocation.Parsed.GetValue(option) ?? [];
        return given.Length == 0
            ? ConfiguredFields.Empty
            : FieldValues.Read(invocation.Get<ConfiguredFields>(), given.Select(Split), isNew: true).Set;
    }

    private static (string Name, string? Text) Split(string pair)
    {
        var at = pair.IndexOf('=', StringComparison.Ordinal);
        return (pair[..at], pair[(at + 1)..]);
    }
}
