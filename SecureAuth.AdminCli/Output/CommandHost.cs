using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace SecureAuth.AdminCli.Output;

/// <summary>
/// What a command reads from the process in which it runs, and where it writes to. The tests run commands with streams and
/// settings of their own, without a terminal.
/// </summary>
internal sealed class CommandHost : InvocationConfiguration
{
    public CommandHost() => EnableDefaultExceptionHandler = false;

    /// <summary>The environment.</summary>
    public required IConfigurationSource Settings { get; init; }

    public required Func<Stream> OpenInput { get; init; }

    public bool IsInputRedirected { get; private init; } = true;

    public bool IsOutputRedirected { get; private init; } = true;

    public bool IsErrorRedirected { get; private init; } = true;

    /// <summary>The process of <c>secureauth</c>.</summary>
    public static CommandHost OfProcess() => new()
    {
        Settings = new EnvironmentVariablesConfigurationSource(),
        OpenInput = Console.OpenStandardInput,
        Output = StandardOutput.Open(),
        Error = Console.Error,
        IsInputRedirected = Console.IsInputRedirected,
        IsOutputRedirected = Console.IsOutputRedirected,
        IsErrorRedirected = Console.IsErrorRedirected,
    };

    public static CommandHost Of(ParseResult parsed) => (CommandHost)parsed.InvocationConfiguration;
}
