using System.Diagnostics;
using SecureAuth.AdminCli.Errors;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.AdminCli.Telemetry;

/// <summary>The span of a command, by OpenTelemetry's semantic conventions for command-line programs.</summary>
/// <param name="command">The name of the command, without its arguments, which may contain personal data.</param>
internal sealed class CommandSpan(string command) : IDisposable
{
    private readonly Activity? _activity = AuthActivity.Source.StartActivity(command);

    private bool _ended;

    public ExitCode EndWith(ExitCode code)
    {
        _ended = true;
        _activity?.SetTag("process.executable.name", "secureauth").SetTag("process.pid", Environment.ProcessId)
            .SetTag("process.exit.code", (int)code);
        if (code != ExitCode.Done)
        {
            _activity?.SetTag("error.type", code.ToString()).SetStatus(ActivityStatusCode.Error);
        }

        return code;
    }

    /// <summary>A command that did not end has thrown an exception that nobody expected.</summary>
    public void Dispose()
    {
        if (!_ended)
        {
            EndWith(ExitCode.Failed);
        }

        _activity?.Dispose();
    }
}
