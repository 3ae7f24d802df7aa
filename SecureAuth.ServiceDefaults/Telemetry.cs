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
        .AddHttpClientInstrumentation()
        .AddRuntimeInstrumentation()
        .AddMeter("SecureAuth", "Npgsql");

    private static void AddSpans(TracerProviderBuilder tracing) => tracing
        .AddAspNetCoreInstrumentation(options =>
        {
            options.Filter = context => !IsProbe(context.Request.Path);
            options.EnrichWithHttpResponse = (span, _) => HidePath(span);
        })
        .AddHttpClientInstrumentation()
        .AddServiceSpans();

    /// <summary>A client may have put a token in the path by mistake, so the route's template replaces it.</summary>
    private static void HidePath(Activity span) => span.SetTag("url.path", span.GetTagItem("http.route"));

    private static bool IsProbe(PathString path) => path == "/health" || path == "/alive";
}
