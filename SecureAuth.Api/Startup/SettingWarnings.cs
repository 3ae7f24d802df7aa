using SecureAuth.Core.Configuration;

namespace SecureAuth.Api.Startup;

/// <summary>
/// Warns after the start about keys of the configuration that have no effect. They do not stop the API: the environment may be
/// shared, and a setting that a later version removes must not keep that version from starting.
/// </summary>
internal static partial class SettingWarnings
{
    public static void WarnAboutSettings(this WebApplication app) => app.Lifetime.ApplicationStarted.Register(() =>
    {
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(SettingWarnings));
        foreach (var problem in app.Services.GetRequiredService<UnknownSettings>().Find())
        {
            LogUnknown(logger, problem);
        }
    });

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "A key of the configuration has no effect: {Problem}")]
    private static partial void LogUnknown(ILogger logger, string problem);
}
