using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Microsoft.Extensions.Hosting;

/// <summary>
/// Exports the remaining traces, metrics and logs in parallel when the process stops. By default they are flushed one after the
/// other, each for as long as its exporter waits. A collector that accepts data but never answers would delay the shutdown for
/// up to half a minute, until an orchestrator kills the process.
/// </summary>
internal sealed class TelemetryFlush(IServiceProvider services) : IHostedLifecycleService
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(2);

    /// <summary>Runs after all other hosted services have stopped.</summary>
    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        var milliseconds = (int)MaxWait.TotalMilliseconds;
        return Task.WhenAll(
            Task.Run(() => Get<TracerProvider>()?.Shutdown(milliseconds), CancellationToken.None),
            Task.Run(() => Get<MeterProvider>()?.Shutdown(milliseconds), CancellationToken.None),
            Task.Run(() => Get<LoggerProvider>()?.Shutdown(milliseconds), CancellationToken.None));
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private T? Get<T>()
        where T : class => (T?)services.GetService(typeof(T));
}
