using Microsoft.Extensions.Configuration;
using SecureAuth.AppHost.Aspire.Operators;

namespace SecureAuth.AppHost.Tests.Aspire;

public sealed class DashboardTelemetryTests
{
    [Fact]
    public void A_command_sends_its_trace_to_the_dashboard() => Assert.Equal(
        new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://localhost:15081",
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc",
            ["OTEL_EXPORTER_OTLP_HEADERS"] = "x-otlp-api-key=key",
        },
        Read(("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "http://localhost:15081"), ("AppHost:OtlpApiKey", "key")));

    [Fact]
    public void Without_a_dashboard_nothing_is_sent() => Assert.Empty(Read(("AppHost:OtlpApiKey", "key")));

    private static Dictionary<string, string> Read(params (string Key, string Value)[] settings) => DashboardTelemetry.Read(
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value)))
            .Build());
}
