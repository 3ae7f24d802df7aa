using Microsoft.Extensions.Logging;

namespace SecureAuth.Core.Telemetry;

/// <summary>
/// Runs the work of a background loop and catches all exceptions, because an exception that escaped a background service would
/// stop the process. For each outage, it logs only the first exception and the recovery. The exceptions in between would add
/// nothing.
/// </summary>
/// <param name="work">The work as the subject of a sentence.</param>
/// <param name="logger">The logger of the background loop.</param>
public sealed partial class RetriedWork(string work, ILogger logger)
{
    private int _failing;

    /// <returns>False if the work failed or was cancelled because the process stops.</returns>
    public async Task<bool> TryAsync(Func<Task> action, CancellationToken stoppingToken)
    {
        ArgumentNullException.ThrowIfNull(action);

        try
        {
            await action();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return false;
        }
#pragma warning disable CA1031 // The clients of the stores may throw any exception, even cancellations that nobody requested.
        catch (Exception error)
#pragma warning restore CA1031
        {
            if (Interlocked.Exchange(ref _failing, 1) == 0)
            {
                LogFailed(error, work);
            }

            return false;
        }

        if (Interlocked.Exchange(ref _failing, 0) != 0)
        {
            LogSucceeded(work);
        }

        return true;
    }

    [LoggerMessage(EventId = 901, Level = LogLevel.Warning, Message = "{Work} fails and is retried until it succeeds")]
    private partial void LogFailed(Exception error, string work);

    [LoggerMessage(EventId = 902, Level = LogLevel.Information, Message = "{Work} succeeds again")]
    private partial void LogSucceeded(string work);
}
