using Aspire.Hosting.ApplicationModel;

namespace SecureAuth.AppHost.Aspire.Operators;

/// <summary>The settings that <c>secureauth</c> needs for the stores of this run, as environment variables.</summary>
internal sealed class OperatorSettings
{
    public required string EnvironmentName { get; init; }

    public required IReadOnlyDictionary<string, string> Telemetry { get; init; }

    /// <summary>The values of the other settings are known when the containers have their ports.</summary>
    public required IReadOnlyDictionary<string, IValueProvider> Values { get; init; }

    public async Task<Dictionary<string, string>> ResolveAsync(CancellationToken cancellationToken)
    {
        var settings = new Dictionary<string, string>(Telemetry)
        {
            ["ASPNETCORE_ENVIRONMENT"] = EnvironmentName,
            ["DOTNET_ENVIRONMENT"] = EnvironmentName,
        };
        foreach (var (name, value) in Values)
        {
            settings[name] = await value.GetValueAsync(cancellationToken)
                ?? throw new InvalidOperationException($"{name} has no value.");
        }

        return settings;
    }
}
