using Microsoft.Extensions.Logging;
using SecureAuth.Core.Configuration;

namespace SecureAuth.Core.Startup;

/// <summary>
/// Warns once after the start about settings that have no effect. They do not stop the API: the environment may be shared, and a
/// setting that a later version removes must not keep that version from starting.
/// </summary>
internal sealed partial class UnknownSettingsWarning(
    UnknownSettings settings, WarmUpService warmUps, TimeProvider time, ILogger<UnknownSettingsWarning> logger)
    : StartupCheck("check settings", warmUps, time)
{
    protected override Task CheckAsync(CancellationToken cancellationToken)
    {
        foreach (var problem in settings.Find())
        {
            LogUnknown(problem);
        }

        return Task.CompletedTask;
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "A setting has no effect: {Problem}")]
    private partial void LogUnknown(string problem);
}
