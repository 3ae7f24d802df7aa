using SecureAuth.Telemetry;

namespace Microsoft.Extensions.Hosting;

/// <summary>Exports the remaining telemetry after all other hosted services have stopped.</summary>
internal sealed class TelemetryFlush(IServiceProvider services) : IHostedLifecycleService
{
    public Task StoppedAsync(CancellationToken cancellationToken) => TelemetryShutdown.RunAsync(services);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
