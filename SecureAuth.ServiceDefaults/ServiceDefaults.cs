using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Extensions.Hosting;

/// <summary>Adds telemetry, health checks, service discovery and resilient HTTP clients, which every service needs.</summary>
public static class ServiceDefaults
{
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.AddConsoleLogs();
        builder.AddTelemetry();
        builder.AddDefaultHealthChecks();

        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http =>
        {
            http.AddStandardResilienceHandler();
            http.AddServiceDiscovery();
        });

        return builder;
    }

    /// <summary>
    /// Opens the port for Prometheus, if there is one. The host would log a failure with a stack trace if it did this itself.
    /// </summary>
    public static Task OpenPrometheusPortAsync(this WebApplication app) =>
        app.Services.GetService<PrometheusEndpoint>()?.StartAsync(CancellationToken.None) ?? Task.CompletedTask;
}
