using System.CommandLine;

namespace SecureAuth.AdminCli.Output;

/// <summary>The options that every command takes.</summary>
internal static class OutputOptions
{
    public static readonly Option<OutputFormat> Output = new("--output")
    {
        Description = "table, for people, is the default; json, for programs, is one document on standard output",
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
                    result.AddError("--output takes table or json.");
                    return default;
            }
        },
    };

    public static readonly Option<bool> NoColor = new("--no-color")
    {
        Description = "No colours, on a terminal neither",
        Recursive = true,
    };

    public static readonly Option<bool> Wide = new("--wide")
    {
        Description = "Tables with every column, however narrow the terminal",
        Recursive = true,
    };

    public static readonly Option<bool> Verbose = new("--verbose")
    {
        Description = "Say more on standard error",
        Recursive = true,
    };
}
