using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using SecureAuth.Telemetry;

namespace Microsoft.Extensions.Hosting;

internal static class Telemetry
{
    private const string ServiceName = "secureauth-api";

    private static readonly string[] ClientText =
        ["url.query", "user_agent.original", "server.address", "server.port", "http.request.method_original"];

    /// <summary>Without an exporter, nothing is recorded.</summary>
    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        // With any other propagator, the ASP.NET Core instrumentation parses traceparent and baggage again and overrides the
        // host's decision whether to trust a caller's trace.
        Sdk.SetDefaultTextMapPropagator(new TraceContextPropagator());

        var settings = ExportSettings.Read(builder.Configuration);
        if (settings is { ToCollector: false, PrometheusPort: null })
        {
            return;
        }

        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.Describe(ServiceName))
            .WithMetrics(AddMetrics);
        if (settings.ToCollector)
        {
            builder.Logging.AddOpenTelemetry(TelemetryExport.Configure);
            telemetry.WithTracing(AddSpans).UseOtlpExporter();
            builder.Services.AddHostedService<TelemetryFlush>();
        }

        if (settings.PrometheusPort is not null)
        {
            telemetry.WithMetrics(metrics => metrics.AddPrometheusExporter());
            builder.Services.AddSingleton(settings).AddSingleton<PrometheusEndpoint>();
        }
    }

    private static void AddMetrics(MeterProviderBuilder metrics) => metrics
        .AddAspNetCoreInstrumentation()
        .AddRuntimeInstrumentation()
        .AddMeter("SecureAuth", "Npgsql");

    private static void AddSpans(TracerProviderBuilder tracing) => tracing
        .AddAspNetCoreInstrumentation(options =>
        {
            options.Filter = context => !IsProbe(context.Request.Path);
            options.EnrichWithHttpResponse = (span, _) => RemoveClientText(span);
        })
        .AddServiceSpans();

    /// <summary>
    /// Removes what a client has written, because it may have put a token anywhere by mistake. The route's template replaces the
    /// path.
    /// </summary>
    private static void RemoveClientText(Activity span)
    {
        span.SetTag("url.path", span.GetTagItem("http.route"));
        foreach (var name in ClientText)
        {
            span.SetTag(name, null);
        }
    }

    private static bool IsProbe(PathString path) => path == "/health" || path == "/alive";
}
