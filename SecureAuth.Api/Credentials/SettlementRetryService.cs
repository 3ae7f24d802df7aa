using System.Threading.Channels;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Credentials;

/// <summary>
/// Settles in the background the guesses that a request could not settle, until Postgres answers or the lease has expired.
/// Otherwise a correct password during an outage would count as a failure, and five of them would lock the owner out.
/// </summary>
internal sealed partial class SettlementRetryService(
    IServiceScopeFactory scopes, TimeProvider time, ILogger<SettlementRetryService> logger)
    : BackgroundService
{
    /// <summary>
    /// An outage leaves at most five guesses for each account. A guess that does not fit into the queue fails when its lease
    /// expires.
    /// </summary>
    private const int Capacity = 10_000;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);

    private readonly Channel<PendingSettlement> _settlements = Channel.CreateBounded<PendingSettlement>(
        new BoundedChannelOptions(Capacity) { SingleReader = true });

    private readonly RetriedWork _work = new("settle attempt", "Settling the guesses that an outage interrupted", logger);

    /// <summary>Adds a settlement without waiting, because the client must get a response even during an outage.</summary>
    public void Add(PendingSettlement settlement)
    {
        if (!_settlements.Writer.TryWrite(settlement))
        {
            LogDropped();
        }
    }

    /// <summary>Every settlement in the queue is tried once more within the host's shutdown timeout.</summary>
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _settlements.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var settlement in _settlements.Reader.ReadAllAsync(CancellationToken.None))
        {
            if (time.GetElapsedTime(settlement.ReservedAt) >= AccountLockout.Lease
                || await _work.TryAsync(() => SettleAsync(settlement), CancellationToken.None))
            {
                continue;
            }

            await Task.Delay(RetryDelay, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            // It goes to the end of the queue, so that an account whose row is locked does not block the others.
            _settlements.Writer.TryWrite(settlement);
        }
    }

    private async Task<WorkResult> SettleAsync(PendingSettlement settlement)
    {
        await using var scope = scopes.CreateAsyncScope();
        await SettleAsync(scope.ServiceProvider, settlement);
        return WorkResult.Changed(settlement.Failure is null ? "attempt released" : "failed attempt counted");
    }

    private static async Task SettleAsync(IServiceProvider services, PendingSettlement settlement)
    {
        var lockout = services.GetRequiredService<AccountLockout>();
        if (settlement.Failure is not { } failure)
        {
            await lockout.ReleaseAsync(settlement.Reservation);
            return;
        }

        await using var transaction = await services.GetRequiredService<AuditLog>().BeginAsync();
        await lockout.FailAsync(transaction, settlement.Reservation, failure.Factor, failure.Refused);
        await transaction.CommitAsync();
    }

    [LoggerMessage(
        EventId = 1, Level = LogLevel.Warning, Message = "The settlement queue is full. The guess will count as failed")]
    private partial void LogDropped();
}
