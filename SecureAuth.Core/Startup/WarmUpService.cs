using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Startup;

/// <summary>
/// Runs all warm-ups at the same time while the server already listens. The host reports that it is not ready for traffic until
/// <see cref="IsComplete"/>.
/// </summary>
public sealed partial class WarmUpService(IEnumerable<IWarmUp> warmUps, ILogger<WarmUpService> logger) : BackgroundService
{
    /// <summary>
    /// Connecting to Redis, for example, blocks its callers. The pool starts with one thread for each core and adds two a second,
    /// so without more threads the whole process would stand still.
    /// </summary>
    private const int Threads = 16;

    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsComplete => Completed.IsCompleted;

    /// <summary>Work that can wait, such as a purge, waits for this, so that it does not slow the start.</summary>
    public Task Completed => _completed.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var unrecorded = AuthActivity.StartUnrecorded("warm up");
        ThreadPool.GetMinThreads(out var workers, out var completionPorts);
        ThreadPool.SetMinThreads(Math.Max(workers, Threads), completionPorts);
        await Task.WhenAll(warmUps.Select(warmUp => Task.Run(() => RunAsync(warmUp, stoppingToken), stoppingToken)));
        ThreadPool.SetMinThreads(workers, completionPorts);
        _completed.SetResult();
    }

    private async Task RunAsync(IWarmUp warmUp, CancellationToken cancellationToken)
    {
        try
        {
            await warmUp.WarmUpAsync(cancellationToken);
        }
#pragma warning disable CA1031 // No exception may keep the process from starting.
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            // Usually a store is unavailable. Requests are served as soon as it is back.
            LogFailed(warmUp.GetType().Name, error.GetType().Name, error.Message);
        }
    }

    [LoggerMessage(
        EventId = 1, Level = LogLevel.Warning,
        Message = "The warm-up {WarmUp} failed, so the first requests will be slower: {Error}: {Reason}")]
    private partial void LogFailed(string warmUp, string error, string reason);
}
