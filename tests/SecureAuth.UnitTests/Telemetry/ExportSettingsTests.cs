using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using SecureAuth.Telemetry;

namespace SecureAuth.UnitTests.Telemetry;

public sealed class ExportSettingsTests
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData(null)]
    public void Without_an_endpoint_nothing_is_sent(string? endpoint) =>
        Assert.Equal(new ExportSettings(false, null, "localhost"), Read((Endpoint, endpoint)));

    [Theory]
    [InlineData("http://localhost:4317")]
    [InlineData("https://user:secret@collector.example.com/v1?key=secret")]
    public void An_endpoint_is_an_absolute_URL(string endpoint) => Assert.True(Read((Endpoint, endpoint)).ToCollector);

    [Theory]
    [InlineData("true", false)]
    [InlineData("TRUE", false)]
    [InlineData("false", true)]
    public void The_standard_switch_disables_all_exporters(string disabled, bool exported)
    {
        var settings = Read(
            (Endpoint, "http://localhost:4317"), ("OTEL_EXPORTER_PROMETHEUS_PORT", "9464"), ("OTEL_SDK_DISABLED", disabled));

        Assert.Equal(exported, settings.ToCollector);
        Assert.Equal(exported, settings.PrometheusPort == 9464);
    }

    [Theory]
    [InlineData(Endpoint, "localhost:4317")]
    [InlineData(Endpoint, "file:///tmp/traces")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json")]
    [InlineData("OTEL_EXPORTER_OTLP_COMPRESSION", "brotli")]
    [InlineData("OTEL_EXPORTER_OTLP_TIMEOUT", "10s")]
    [InlineData("OTEL_RESOURCE_ATTRIBUTES", "production")]
    [InlineData("OTEL_TRACES_SAMPLER", "jaeger_remote")]
    [InlineData("OTEL_TRACES_SAMPLER_ARG", "1.1")]
    [InlineData("OTEL_TRACES_SAMPLER_ARG", "NaN")]
    [InlineData("OTEL_EXPORTER_PROMETHEUS_PORT", "0")]
    [InlineData("OTEL_EXPORTER_PROMETHEUS_PORT", "65536")]
    [InlineData("OTEL_EXPORTER_PROMETHEUS_PORT", "+1")]
    public void An_invalid_value_is_named(string key, string value) =>
        Assert.StartsWith($"{key} is '{value}'; allowed: ", Assert.Single(FailuresOf((key, value))), StringComparison.Ordinal);

    [Fact]
    public void Every_invalid_value_is_named() =>
        Assert.Equal(2, FailuresOf((Endpoint, "collector"), ("OTEL_TRACES_SAMPLER", "never")).Count());

    [Theory]
    [InlineData("user:secret@collector:4317")]
    [InlineData("collector:4317?key=secret")]
    [InlineData("collector:4317#secret")]
    [InlineData("ftp://secret@user:secret@collector/?secret")]
    public void A_secret_in_an_invalid_URL_is_not_repeated(string endpoint) =>
        Assert.DoesNotContain("secret", Assert.Single(FailuresOf((Endpoint, endpoint))), StringComparison.Ordinal);

    [Theory]
    [InlineData("secret")]
    [InlineData("x-key=1,secret")]
    [InlineData("=secret")]
    public void Invalid_headers_are_named_but_not_repeated(string headers)
    {
        var failure = Assert.Single(FailuresOf(("OTEL_EXPORTER_OTLP_HEADERS", headers)));

        Assert.StartsWith("OTEL_EXPORTER_OTLP_HEADERS is invalid", failure, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure, StringComparison.Ordinal);
    }

    private static IEnumerable<string> FailuresOf(params (string Key, string? Value)[] settings) =>
        Assert.Throws<OptionsValidationException>(() => Read(settings)).Failures;

    private static ExportSettings Read(params (string Key, string? Value)[] settings) => ExportSettings.Read(
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)))
            .Build());
}
