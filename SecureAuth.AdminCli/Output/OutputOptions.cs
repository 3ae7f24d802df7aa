using System.CommandLine;

namespace SecureAuth.AdminCli.Output;

/// <summary>The output options of every command.</summary>
internal static class OutputOptions
{
    public static readonly Option<OutputFormat> Output = CreateOutput();

    public static readonly Option<bool> NoColor = new("--no-color")
    {
        Description = "Do not use colours",
        Recursive = true,
    };

    public static readonly Option<bool> Wide = new("--wide")
    {
        Description = "Show all table columns, even if they do not fit the terminal",
        Recursive = true,
    };

    public static readonly Option<bool> Verbose = new("--verbose")
    {
        Description = "Write log messages and error details to standard error",
        Recursive = true,
    };

    private static Option<OutputFormat> CreateOutput()
    {
        var option = new Option<OutputFormat>("--output")
        {
            Description = "Output format: table (the default) for people, json for scripts",
            HelpName = "table|json",
            Recursive = true,
            CustomParser = result =>
            {
                switch (result.Tokens[0].Value)
                {
                    case "table":
                        return OutputFormat.Table;
                    case "json":
                        return OutputFormat.Json;
                    default:
                        result.AddError("--output must be table or json.");
                        return default;
                }
            },
        };

        // The names of the members of an enum would be offered otherwise.
        option.CompletionSources.Clear();
        option.CompletionSources.Add("table", "json");
        return option;
    }
}
