using System.Threading.Channels;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Credentials;

/// <summary>
/// Settles in the background what could not be settled in a request, until Postgres has done it or the lease has ended. Without
/// it, a right password that met an outage would count as a failure, and five of them would lock their owner out.
/// </summary>
internal sealed partial class SettlementRetryService(IServiceScopeFactory scopes, TimeProvider time, ILogger<SettlementRetryService> logger)
    : BackgroundService
{
    /// <summary>An outage leaves five guesses an account at most; what does not fit here ends with its lease.</summary>
    private const int Capacity = 10_000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly Channel<PendingSettlement> _guesses = Channel.CreateBounded<PendingSettlement>(
        new BoundedChannelOptions(Capacity) { SingleReader = true });

    private readonly RetriedWork _work = new("Settling guesses that an outage left", logger);

    /// <summary>Never waits: a caller in an outage has to be answered.</summary>
    public void Add(PendingSettlement guess)
    {
        if (!_guesses.Writer.TryWrite(guess))
        {
            LogDropped();
        }
    }

    /// <summary>What is queued is tried once more, in the time that the host gives.</summary>
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _guesses.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var guess in _guesses.Reader.ReadAllAsync(CancellationToken.None))
        {
            if (time.GetElapsedTime(guess.ReservedAt) >= AccountLockout.Lease
                || await _work.TryAsync(() => SettleAsync(guess), CancellationToken.None))
            {
                continue;
            }

            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            // At the end of the queue: one account whose row is locked must not keep the others waiting.
            _guesses.Writer.TryWrite(guess);
        }
    }

    private async Task SettleAsync(PendingSettlement guess)
    {
        await using var scope = scopes.CreateAsyncScope();
        await SettleAsync(scope.ServiceProvider, guess);
    }

    private static async Task SettleAsync(IServiceProvider services, PendingSettlement guess)
    {
        var lockout = services.GetRequiredService<AccountLockout>();
        if (guess.Failure is not { } failure)
        {
            await lockout.ReleaseAsync(guess.Reservation);
            return;
        }

        await using var transaction = await services.GetRequiredService<AuditLog>().BeginAsync();
        await lockout.FailAsync(transaction, guess.Reservation, failure.Factor, failure.Refused);
        await transaction.CommitAsync();
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "Too many guesses wait to be settled; one more will count as failed")]
    private partial void LogDropped();
}
