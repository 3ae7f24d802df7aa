using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace SecureAuth.Core.Telemetry;

/// <summary>
/// Runs the work of a background loop and catches all exceptions, because an exception that escaped a background service would
/// stop the process. For each outage, it logs only the first exception and the recovery. The exceptions in between would add
/// nothing.
/// </summary>
/// <remarks>
/// The stores' own spans are not recorded here. A run that changes something, the first failure of an outage, its first exception
/// and the recovery become one span each, with the reason.
/// </remarks>
/// <param name="work">The work as the subject of a sentence.</param>
/// <param name="logger">The logger of the background loop.</param>
public sealed partial class RetriedWork(string spanName, string work, ILogger logger)
{
    private const int Working = 0;
    private const int Failing = 1;

    /// <summary>Failing with an exception, which has been logged, so that the recovery is logged too.</summary>
    private const int FailingLoudly = 2;

    /// <summary>The value that OpenTelemetry defines for an error without a type.</summary>
    private const string UnknownErrorType = "_OTHER";

    private int _state;

    /// <returns>False if the work failed or was cancelled because the process stops.</returns>
    public async Task<bool> TryAsync(Func<Task<WorkResult>> run, CancellationToken stoppingToken)
    {
        ArgumentNullException.ThrowIfNull(run);

        using var span = AuthActivity.StartUndecided(spanName);
        WorkResult result;
        try
        {
            result = await run();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return false;
        }
#pragma warning disable CA1031 // The clients of the stores may throw any exception, even cancellations that nobody requested.
        catch (Exception error)
#pragma warning restore CA1031
        {
            var before = Interlocked.Exchange(ref _state, FailingLoudly);
            if (before != FailingLoudly)
            {
                // Entity Framework wraps the errors of Npgsql in exceptions of its own.
                var cause = error.GetBaseException().GetType();
                Record(span, cause.Name, cause.FullName);
                LogFailed(error, work);
            }

            return false;
        }

        Report(span, result);
        return result.Failure is null;
    }

    /// <summary>A failure that the work reports without an exception has been logged by the client of the store.</summary>
    private void Report(Activity span, WorkResult result)
    {
        if (result.Failure is { } failure)
        {
            if (Interlocked.CompareExchange(ref _state, Failing, Working) == Working)
            {
                Record(span, failure, UnknownErrorType);
            }

            return;
        }

        var before = Interlocked.Exchange(ref _state, Working);
        if (before != Working || result.Change is not null)
        {
            Record(span, result.Change ?? "succeeds again", errorType: null);
        }

        if (before == FailingLoudly)
        {
            LogSucceeded(work);
        }
    }

    private static void Record(Activity span, string reason, string? errorType)
    {
        AuthActivity.Record(span);
        span.SetTag("secureauth.reason", reason);
        if (errorType is not null)
        {
            span.SetTag("error.type", errorType).SetStatus(ActivityStatusCode.Error);
        }
    }

    [LoggerMessage(EventId = 901, Level = LogLevel.Warning, Message = "{Work} fails and is retried until it succeeds")]
    private partial void LogFailed(Exception error, string work);

    [LoggerMessage(EventId = 902, Level = LogLevel.Information, Message = "{Work} succeeds again")]
    private partial void LogSucceeded(string work);
}
