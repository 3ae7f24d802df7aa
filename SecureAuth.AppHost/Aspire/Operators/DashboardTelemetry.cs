using Microsoft.Extensions.Configuration;

namespace SecureAuth.AppHost.Aspire.Operators;

/// <summary>
/// The settings with which <c>secureauth</c> sends its trace to the dashboard. Aspire passes them to its resources, and an
/// operator's command is none.
/// </summary>
internal static class DashboardTelemetry
{
    public static Dictionary<string, string> Read(IConfiguration configuration)
    {
        if (configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] is not { Length: > 0 } endpoint)
        {
            return [];
        }

        var settings = new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc",
        };
        if (configuration["AppHost:OtlpApiKey"] is { Length: > 0 } key)
        {
            settings["OTEL_EXPORTER_OTLP_HEADERS"] = $"x-otlp-api-key={key}";
        }

        return settings;
    }
}
