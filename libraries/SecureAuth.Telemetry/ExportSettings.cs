using System.Globalization;
using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace SecureAuth.Telemetry;

/// <summary>
/// The OTEL_* settings, as OpenTelemetry defines them. The OpenTelemetry SDK silently replaces an invalid value by its default,
/// so that telemetry would be missing where nobody looks for it.
/// </summary>
/// <param name="ToCollector">Whether traces, metrics and logs are sent by OTLP.</param>
/// <param name="PrometheusPort">The port on which Prometheus can read the metrics, or null.</param>
/// <param name="PrometheusHost">The address to which that port is bound, or <c>localhost</c> for both loopback addresses.</param>
public sealed record ExportSettings(bool ToCollector, int? PrometheusPort, string PrometheusHost)
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";
    private const string Headers = "OTEL_EXPORTER_OTLP_HEADERS";
    private const string Compression = "OTEL_EXPORTER_OTLP_COMPRESSION";
    private const string Timeout = "OTEL_EXPORTER_OTLP_TIMEOUT";
    private const string Attributes = "OTEL_RESOURCE_ATTRIBUTES";
    private const string Sampler = "OTEL_TRACES_SAMPLER";
    private const string SamplerArgument = "OTEL_TRACES_SAMPLER_ARG";
    private const string Port = "OTEL_EXPORTER_PROMETHEUS_PORT";
    private const string Host = "OTEL_EXPORTER_PROMETHEUS_HOST";

    private const string DefaultPrometheusHost = "localhost";

    private static readonly string[] Protocols = ["grpc", "http/protobuf"];

    private static readonly string[] Samplers =
    [
        "always_on", "always_off", "traceidratio", "parentbased_always_on", "parentbased_always_off", "parentbased_traceidratio",
    ];

    /// <summary>Reads and validates the settings.</summary>
    /// <exception cref="OptionsValidationException">A value is invalid. Each failure is one line.</exception>
    public static ExportSettings Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);

        var problems = new List<string>();
        Require(Endpoint, IsEndpoint, "an absolute http or https URL such as http://localhost:4317");
        Require(Protocol, Protocols.Contains, string.Join(" or ", Protocols));
        Require(Compression, text => text is "gzip" or "none", "gzip or none");
        Require(Timeout, IsTimeout, "a number of milliseconds");
        Require(Attributes, IsPairs, "name=value pairs, separated by commas");
        Require(Sampler, Samplers.Contains, string.Join(", ", Samplers));
        Require(SamplerArgument, IsRatio, "a number from 0 to 1");
        Require(Port, text => TryReadPort(text) is not null, "a port from 1 to 65535");
        Require(Host, IsListenAddress, "localhost, or an IP address such as 0.0.0.0");
        if (Find(Headers) is { } headers && !IsPairs(headers))
        {
            problems.Add($"{Headers} is invalid; allowed: name=value pairs, separated by commas");
        }

        if (problems.Count > 0)
        {
            throw new OptionsValidationException("OTEL", typeof(ExportSettings), problems);
        }

        var disabled = string.Equals(configuration["OTEL_SDK_DISABLED"], "true", StringComparison.OrdinalIgnoreCase);
        return new ExportSettings(
            !disabled && Find(Endpoint) is not null,
            disabled || Find(Port) is not { } port ? null : TryReadPort(port),
            Find(Host) ?? DefaultPrometheusHost);

        string? Find(string key) => configuration[key] is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

        void Require(string key, Func<string, bool> isValid, string allowed)
        {
            if (Find(key) is { } value && !isValid(value))
            {
                problems.Add($"{key} is '{Redact(value)}'; allowed: {allowed}");
            }
        }
    }

    /// <summary>Returns the line that explains why the port for Prometheus cannot be opened.</summary>
    public string CannotListen(string reason) => $"{Port} is {PrometheusPort} and {Host} is '{PrometheusHost}': {reason}";

    private static bool IsEndpoint(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0;

    private static bool IsTimeout(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds > 0;

    private static bool IsPairs(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries)
        .All(pair => pair.IndexOf('=', StringComparison.Ordinal) > 0);

    private static bool IsRatio(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var ratio) && ratio is >= 0 and <= 1;

    private static bool IsListenAddress(string text) => text == DefaultPrometheusHost || IPAddress.TryParse(text, out _);

    private static int? TryReadPort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535
            ? port
            : null;

    /// <summary>A URL may contain a user name and a password, or an API key in its query.</summary>
    private static string Redact(string value)
    {
        var shown = value.Split('?', '#')[0];
        return shown.LastIndexOf('@') is >= 0 and var at ? $"…{shown[at..]}" : shown;
    }
}
