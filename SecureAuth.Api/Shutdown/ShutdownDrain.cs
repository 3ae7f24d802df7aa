using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Configuration.Api;

namespace SecureAuth.Api.Shutdown;

/// <summary>
/// Keeps accepting requests for a moment after the stop signal while <c>/health</c> reports the instance as unhealthy, so that
/// load balancers stop routing requests to it before it refuses connections. Whatever is still in flight some time later is cut
/// off, because one client that never finishes its request must not keep the background services from ending in order.
/// </summary>
internal sealed class ShutdownDrain(IOptions<ShutdownOptions> options, TimeProvider time)
    : IHostedLifecycleService, IHealthCheck, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _overdue = new(Timeout.InfiniteTimeSpan, time);

    /// <summary>Cancelled by the stop signal. Whoever waits for news then returns to the client.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Cancelled when the requests in flight have had their time.</summary>
    public CancellationToken Overdue => _overdue.Token;

    /// <summary>Runs before any service is stopped, including the server.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        var delay = options.Value.Delay!.Value;
        _overdue.CancelAfter(delay + options.Value.DrainTimeout);
        await _stopping.CancelAsync();
        await Task.Delay(delay, time, cancellationToken);
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
        Task.FromResult(
            _stopping.IsCancellationRequested
                ? HealthCheckResult.Unhealthy("The instance is shutting down")
                : HealthCheckResult.Healthy());

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _stopping.Dispose();
        _overdue.Dispose();
    }
}
