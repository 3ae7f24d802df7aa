using Microsoft.Extensions.Logging;

namespace SecureAuth.Core.Telemetry;

/// <summary>
/// Does what a background loop repeats, and bears whatever it throws: an exception that left a background service would end
/// the process. Of an outage it logs the first exception, with its stack, and the end; the hundreds between say nothing new.
/// </summary>
/// <param name="work">What is done, as the subject of a sentence.</param>
/// <param name="logger">The loop's own.</param>
public sealed partial class RetriedWork(string work, ILogger logger)
{
    private int _failing;

    /// <returns>False if it failed, or was cut off by the stop of the process.</returns>
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
#pragma warning disable CA1031 // Whatever it is: a client of a store throws what it likes, cancellations that nobody asked for too.
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

    [LoggerMessage(EventId = 901, Level = LogLevel.Warning, Message = "{Work} fails, and is tried again until it succeeds")]
    private partial void LogFailed(Exception error, string work);

    [LoggerMessage(EventId = 902, Level = LogLevel.Information, Message = "{Work} succeeds again")]
    private partial void LogSucceeded(string work);
}
