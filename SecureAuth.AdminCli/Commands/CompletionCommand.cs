using System.CommandLine;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Errors;

namespace SecureAuth.AdminCli.Commands;

/// <summary>
/// Prints a script that makes a shell complete commands. The script asks this program for the words, through the directive
/// <c>[suggest]</c> of System.CommandLine, so it does not become outdated.
/// </summary>
internal sealed class CompletionCommand : OperatorCommand
{
    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["bash"] = "secureauth.bash",
        ["zsh"] = "secureauth.zsh",
        ["fish"] = "secureauth.fish",
        ["powershell"] = "secureauth.ps1",
    };

    private readonly Argument<string> _shell = new("SHELL") { HelpName = "SHELL", Description = "bash, zsh, fish or powershell" };

    public CompletionCommand()
        : base(
            "completion",
            "Prints a script that completes commands, options and their values in a shell. Its first lines say how to install it",
            "eval \"$(secureauth completion bash)\"")
    {
        _shell.CompletionSources.Add([.. Scripts.Keys]);
        _shell.Validators.Add(result =>
        {
            if (!Scripts.ContainsKey(result.Tokens[0].Value))
            {
                result.AddError("SHELL must be bash, zsh, fish or powershell.");
            }
        });
        Add(_shell);
    }

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var name = Scripts[invocation.Parsed.GetRequiredValue(_shell)];
        using var script = new StreamReader(typeof(CompletionCommand).Assembly.GetManifestResourceStream(name)!);
        invocation.Terminal.Raw(await script.ReadToEndAsync(cancellationToken));
        return ExitCode.Done;
    }
}
