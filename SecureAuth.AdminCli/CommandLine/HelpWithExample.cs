using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace SecureAuth.AdminCli.CommandLine;

/// <summary>The default help, followed by an example.</summary>
internal sealed class HelpWithExample(HelpAction defaultHelp) : SynchronousCommandLineAction
{
    private const string RootExample = "secureauth users show alice@example.com";

    public static void AddTo(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExample((HelpAction)help.Action!);
    }

    public override bool ClearsParseErrors => defaultHelp.ClearsParseErrors;

    public override int Invoke(ParseResult parseResult)
    {
        ArgumentNullException.ThrowIfNull(parseResult);

        var exitCode = defaultHelp.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Example:");
        output.WriteLine($"  {(parseResult.CommandResult.Command as DocumentedCommand)?.Example ?? RootExample}");
        return exitCode;
    }
}
