using Microsoft.Extensions.Options;
using SecureAuth.Core.Configuration;

namespace SecureAuth.AdminCli.Diagnosis;

/// <summary>Validates the settings in this environment as the start of the API does.</summary>
internal static class ConfigurationCheck
{
    public static Check Check { get; } = Check.OfSettings("configuration", invocation =>
    {
        try
        {
            invocation.Get<IStartupValidator>().Validate();
            return invocation.Get<UnknownSettings>().Find() is { Count: > 0 } unknown
                ? Verdict.Warning(
                    $"keys without effect: {string.Join(", ", unknown)}",
                    "correct or remove them (docs/reference/configuration.md)")
                : Verdict.Ok("the settings in this environment are valid");
        }
        catch (Exception error) when (ProblemsOf(error) is { Count: > 0 } problems)
        {
            // Each problem names its key and what is allowed.
            return Verdict.Wrong(string.Join("; ", problems), "correct these settings");
        }
    });

    private static List<string> ProblemsOf(Exception error) => error switch
    {
        OptionsValidationException invalid => [.. invalid.Failures],
        AggregateException several => [.. several.InnerExceptions.SelectMany(ProblemsOf)],
        _ => [],
    };
}
