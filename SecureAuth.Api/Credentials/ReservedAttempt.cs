using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;

namespace SecureAuth.Api.Credentials;

/// <summary>
/// One guess, from its reservation to its settlement: it is passed in the transaction of the guarded action, failed, or released.
/// Disposing of it never leaves an unsettled reservation behind. If an outage prevents the settlement, a background service
/// retries it until Postgres answers. A guess that remains unsettled counts as failed: after a crash, after an outage that is
/// longer than the lease, or if too many wait to be settled.
/// </summary>
internal sealed class ReservedAttempt(
    AuthDbContext db,
    AccountLockout lockout,
    AuditLog audit,
    SettlementRetryService settlements,
    Guess guess,
    AttemptReservation.Granted reservation,
    Factor factor,
    long reservedAt) : IAsyncDisposable
{
    private AuditedTransaction? _transaction;
    private AuditEntry? _failure;
    private bool _passed;
    private bool _settled;

    /// <summary>The transaction of the settlement. It exists after <see cref="BeginAsync"/> or <see cref="PassAsync"/>.</summary>
    public AuditedTransaction Transaction =>
        _transaction ?? throw new InvalidOperationException("The settlement has not begun.");

    /// <summary>
    /// Begins the transaction for a guess that is checked by SQL statements, and locks the account's attempts and then the user
    /// row. Every sign-in and password change takes the locks in this order, so they cannot deadlock.
    /// </summary>
    public async Task BeginAsync()
    {
        _transaction = await audit.BeginAsync();
        await lockout.LockAsync(reservation);
        await db.LockUserAsync(guess.UserId);
    }

    /// <summary>
    /// Settles the guess as correct in the transaction of the guarded action. <see cref="CommitAsync"/> commits both.
    /// </summary>
    /// <returns>The current time of Postgres.</returns>
    public async Task<DateTimeOffset> PassAsync()
    {
        _transaction ??= await audit.BeginAsync();
        var now = await lockout.SucceedAsync(reservation, factor);
        _passed = true;
        return now;
    }

    /// <summary>Commits a passed guess together with the guarded action.</summary>
    public Task CommitAsync() => _passed
        ? SettleAsync()
        : throw new InvalidOperationException("The guess has not been passed.");

    /// <summary>
    /// Settles the guess as wrong: it is counted and audited, and the last failure that is allowed locks the account.
    /// </summary>
    public async Task<CheckOutcome> FailAsync(AuditReason reason)
    {
        _failure = guess.Refused with { Reason = reason };
        _transaction ??= await audit.BeginAsync();
        await lockout.FailAsync(_transaction, reservation, factor, _failure);
        await SettleAsync();
        return new CheckOutcome.Failed();
    }

    /// <summary>Rolls the transaction back and releases the reservation, as if the guess had never been made.</summary>
    public async Task ReleaseAsync()
    {
        await RollBackAsync();
        await lockout.ReleaseAsync(reservation);
        _settled = true;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await RollBackAsync();
        }
        finally
        {
            RetryInBackground();
        }
    }

    private void RetryInBackground()
    {
        if (_settled)
        {
            return;
        }

        _settled = true;
        var failure = _failure is null ? null : new WrongGuess(factor, _failure);
        settlements.Add(new PendingSettlement(reservation, failure, reservedAt));
    }

    private async Task SettleAsync()
    {
        await Transaction.CommitAsync();
        _settled = true;
    }

    private async Task RollBackAsync()
    {
        if (_transaction is { } transaction)
        {
            _transaction = null;
            await transaction.DisposeAsync();
        }
    }
}
