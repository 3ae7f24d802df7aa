using System.CommandLine;
using SecureAuth.AdminCli.Errors;
using SecureAuth.AdminCli.Output;

namespace SecureAuth.AdminCli.CommandLine;

/// <summary>A command that can be run. Provides the terminal and the stores, and turns exceptions into exit codes.</summary>
internal abstract class OperatorCommand : DocumentedCommand
{
    protected OperatorCommand(string name, string description, string example)
        : base(name, description, example) =>
        SetAction(async (parsed, cancellationToken) => (int)await ExecuteAsync(parsed, cancellationToken));

    protected abstract Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken);

    private async Task<ExitCode> ExecuteAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var terminal = Terminal.Create(parsed);
        try
        {
            await using var invocation = new Invocation(parsed, terminal);
            return await RunAsync(invocation, cancellationToken);
        }
        catch (Exception error) when (Failure.From(error) is { } failure)
        {
            terminal.Verbose(error.ToString());
            terminal.Fail(failure.Message);
            return failure.Code;
        }
    }
}
