using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace SecureAuth.AdminCli.CommandLine;

/// <summary>The default help, followed by an example.</summary>
internal sealed class HelpWithExample(HelpAction defaultHelp) : SynchronousCommandLineAction
{
    private const string RootExample = "secureauth users show alice@example.com";

    /// <summary>The only alias. Those that are usual on Windows would be completed as words that begin with a slash.</summary>
    private const string ShortName = "-h";

    public static void AddTo(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        foreach (var alias in help.Aliases.Except([ShortName]).ToList())
        {
            help.Aliases.Remove(alias);
        }

        help.Action = new HelpWithExample((HelpAction)help.Action!);
    }

    public override bool ClearsParseErrors => defaultHelp.ClearsParseErrors;

    public override int Invoke(ParseResult parseResult)
    {
        ArgumentNullException.ThrowIfNull(parseResult);

        // The list of commands would not fit a terminal otherwise. The help of each command has all of its description.
        foreach (var command in parseResult.CommandResult.Command.Subcommands.OfType<DocumentedCommand>())
        {
            command.Description = command.Summary;
        }

        var exitCode = defaultHelp.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Example:");
        output.WriteLine($"  {(parseResult.CommandResult.Command as DocumentedCommand)?.Example ?? RootExample}");
        return exitCode;
    }
}
