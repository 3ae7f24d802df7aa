using System.CommandLine;
using System.Globalization;

namespace SecureAuth.AdminCli.CommandLine;

internal static class LimitOption
{
    private const int Default = 50;

    private const int Max = 1000;

    /// <param name="items">What the command lists, in the plural.</param>
    public static Option<int> Create(string items) => new("--limit")
    {
        Description = $"Maximum number of {items} to list, 1 to {Max}, by default {Default}",
        HelpName = "n",
        DefaultValueFactory = _ => Default,
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
                && limit is >= 1 and <= Max)
            {
                return limit;
            }

            result.AddError($"--limit must be a number from 1 to {Max}.");
            return 0;
        },
    };
}
