using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Telemetry;

/// <summary>The exporter itself would ignore these values or fail silently later.</summary>
public sealed class RefusedTelemetrySettingsTests(TestSystem system)
{
    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4317")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "ftp://collector")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "not a url")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json")]
    [InlineData("OTEL_TRACES_SAMPLER", "sometimes")]
    public async Task An_invalid_value_stops_the_API_with_one_line(string key, string value)
    {
        var (exitCode, lines) = await ApiProcess.RefuseAsync(system.Settings.ForApi(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4317"), (key, value)));

        Assert.Equal(1, exitCode);
        Assert.Contains(key, Assert.Single(lines), StringComparison.Ordinal);
        Assert.Contains($"'{value}'", lines[0], StringComparison.Ordinal);
    }
}
