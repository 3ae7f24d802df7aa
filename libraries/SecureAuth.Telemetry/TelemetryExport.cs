using System.Reflection;
using OpenTelemetry.Logs;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace SecureAuth.Telemetry;

/// <summary>The parts of the OpenTelemetry set-up that the API and the command line share.</summary>
public static class TelemetryExport
{
    /// <summary>Describes the process. OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES take precedence.</summary>
    /// <param name="resource">The resource of all signals.</param>
    /// <param name="serviceName">The default of <c>service.name</c>.</param>
    public static void Describe(this ResourceBuilder resource, string serviceName)
    {
        ArgumentNullException.ThrowIfNull(resource);

        var version = Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?
            .InformationalVersion;
        resource.Clear()
            .AddService(serviceName, serviceVersion: version)
            .AddTelemetrySdk()
            .AddEnvironmentVariableDetector();
    }

    /// <summary>Subscribes to the spans of the service and of its stores.</summary>
    public static TracerProviderBuilder AddServiceSpans(this TracerProviderBuilder tracing)
    {
        ArgumentNullException.ThrowIfNull(tracing);

        // There is no SetSampler, because it would override OTEL_TRACES_SAMPLER.
        return tracing.AddSource("SecureAuth", "Npgsql").AddProcessor<UnrecordedParentProcessor>();
    }

    /// <summary>The options of the log records.</summary>
    public static void Configure(OpenTelemetryLoggerOptions logging)
    {
        ArgumentNullException.ThrowIfNull(logging);

        logging.IncludeFormattedMessage = true;
        logging.IncludeScopes = true;
    }
}
