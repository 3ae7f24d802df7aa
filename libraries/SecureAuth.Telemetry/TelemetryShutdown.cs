using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace SecureAuth.Telemetry;

/// <summary>
/// Exports the remaining traces, metrics and logs in parallel when the process stops. By default they are flushed one after the
/// other, each for as long as its exporter waits. A collector that accepts data but never answers would delay the end of the
/// process for up to half a minute, until an orchestrator kills it or an operator loses patience.
/// </summary>
public static class TelemetryShutdown
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(2);

    /// <param name="services">The container in which OpenTelemetry is registered.</param>
    public static Task RunAsync(IServiceProvider services)
    {
        var milliseconds = (int)MaxWait.TotalMilliseconds;
        return Task.WhenAll(
            Task.Run(() => services.GetService<TracerProvider>()?.Shutdown(milliseconds)),
            Task.Run(() => services.GetService<MeterProvider>()?.Shutdown(milliseconds)),
            Task.Run(() => services.GetService<LoggerProvider>()?.Shutdown(milliseconds)));
    }
}
