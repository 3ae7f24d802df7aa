using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using SecureAuth.AdminCli.Errors;
using SecureAuth.AdminCli.Output;
using SecureAuth.AdminCli.Telemetry;
using SecureAuth.Core.Configuration;

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
            var configuration = new ConfigurationBuilder().Add(CommandHost.Of(parsed).Settings).AddSecretFiles().Build();
            await using var telemetry = new CommandTelemetry(configuration);
            using var span = new CommandSpan(FullName);
            return span.EndWith(await RunAsync(parsed, terminal, configuration, telemetry, cancellationToken));
        }
        catch (OptionsValidationException error)
        {
            return Fail(terminal, error, Failure.From(error)!);
        }
    }

    private async Task<ExitCode> RunAsync(
        ParseResult parsed,
        Terminal terminal,
        IConfiguration configuration,
        CommandTelemetry telemetry,
        CancellationToken cancellationToken)
    {
        try
        {
            await using var invocation = new Invocation(parsed, terminal, configuration, telemetry);
            return await RunAsync(invocation, cancellationToken);
        }
        catch (Exception error) when (Failure.From(error) is { } failure)
        {
            return Fail(terminal, error, failure);
        }
    }

    private static ExitCode Fail(Terminal terminal, Exception error, Failure failure)
    {
        terminal.Verbose(error.ToString());
        terminal.Fail(failure.Message);
        return failure.Code;
    }
}
