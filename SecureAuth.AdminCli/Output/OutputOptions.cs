using System.CommandLine;

namespace SecureAuth.AdminCli.Output;

/// <summary>The output options of every command. Each tree of commands has its own: an option knows all of its parents.</summary>
internal static class OutputOptions
{
    private const string OutputName = "--output";
    private const string NoColorName = "--no-color";
    private const string WideName = "--wide";
    private const string VerboseName = "--verbose";

    public static void AddTo(RootCommand root)
    {
        root.Add(CreateOutput());
        root.Add(CreateFlag(NoColorName, "Do not use colours"));
        root.Add(CreateFlag(WideName, "Show all table columns, even if they do not fit the terminal"));
        root.Add(CreateFlag(VerboseName, "Write log messages and error details to standard error"));
    }

    public static bool IsJson(ParseResult parsed) => parsed.GetValue<OutputFormat>(OutputName) == OutputFormat.Json;

    public static bool HasColor(ParseResult parsed) => !parsed.GetValue<bool>(NoColorName);

    public static bool IsWide(ParseResult parsed) => parsed.GetValue<bool>(WideName);

    public static bool IsVerbose(ParseResult parsed) => parsed.GetValue<bool>(VerboseName);

    private static Option<bool> CreateFlag(string name, string description) => new(name)
    {
        Description = description,
        Recursive = true,
    };

    private static Option<OutputFormat> CreateOutput()
    {
        var option = new Option<OutputFormat>(OutputName)
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
