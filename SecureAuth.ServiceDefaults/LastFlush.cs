using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Microsoft.Extensions.Hosting;

/// <summary>
/// Sends what telemetry is left as the process stops, all three kinds side by side. Left to themselves they are flushed one
/// after the other, each as long as its exporter waits: a collector that takes everything in and says nothing would hold a
/// stop for up to half a minute, until an orchestrator kills the process.
/// </summary>
internal sealed class LastFlush(IServiceProvider services) : IHostedLifecycleService
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>After every other service has stopped.</summary>
    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        var milliseconds = (int)Limit.TotalMilliseconds;
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
