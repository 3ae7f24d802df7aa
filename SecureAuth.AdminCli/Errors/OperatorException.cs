namespace SecureAuth.AdminCli.Errors;

/// <summary>Ends a command with an exit code and a one-line message for the operator.</summary>
internal sealed class OperatorException(ExitCode code, string message) : Exception(message)
{
    public ExitCode Code { get; } = code;
}
