using Microsoft.Extensions.Options;

namespace SecureAuth.Api.Http.Failures;

/// <summary>Says in plain lines why the process cannot start. Anything that is not listed here is a defect, and crashes.</summary>
internal static class StartupFailure
{
    /// <summary>Before the host does: it would log each bad setting with a stack trace.</summary>
    public static void ValidateSettings(this WebApplication app) =>
        app.Services.GetService<IStartupValidator>()?.Validate();

    /// <summary>One line a problem; none if the failure is not an operator's to repair.</summary>
    public static IReadOnlyList<string> Describe(Exception error) => error switch
    {
        OptionsValidationException invalid => [.. invalid.Failures],
        AggregateException several when several.InnerExceptions.All(e => e is OptionsValidationException) =>
            [.. several.InnerExceptions.SelectMany(Describe)],
        IOException io when io.Message.StartsWith("Failed to bind", StringComparison.Ordinal) => [io.Message],
        _ => [],
    };
}
