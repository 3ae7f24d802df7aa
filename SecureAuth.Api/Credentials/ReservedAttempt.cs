using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;

namespace SecureAuth.Api.Credentials;

/// <summary>
/// One granted guess, from its reservation to its settlement: passed in the transaction of what it is for, failed, or given
/// back. Whatever happens between, disposing of it leaves no reservation behind: what an outage kept from being settled is
/// settled in the background as soon as Postgres answers. Only a crash is counted as a failure.
/// </summary>
internal sealed class ReservedAttempt(
    AuthDbContext db,
    AccountLockout lockout,
    AuditLog audit,
    SettlementRetryService unsettled,
    Guess guess,
    AttemptReservation.Granted reservation,
    Factor factor,
    long reservedAt) : IAsyncDisposable
{
    private AuditedTransaction? _transaction;
    private AuditEntry? _failure;
    private bool _passed;
    private bool _settled;

    /// <summary>The transaction of the settlement, once it has begun.</summary>
    public AuditedTransaction Transaction => _transaction ?? throw new InvalidOperationException("The guess has not been passed.");

    /// <summary>
    /// Begins the transaction for a guess that is judged by statements, and locks the account's attempts and then the user.
    /// Every sign-in and password change locks in this order too, so none of them ever waits for another in a circle.
    /// </summary>
    public async Task BeginAsync()
    {
        _transaction = await audit.BeginAsync();
        await lockout.LockAsync(reservation);
        await db.Database.ExecuteSqlAsync($"SELECT FROM users WHERE id = {guess.UserId} FOR UPDATE");
    }

    /// <summary>
    /// Settles the guess as right, inside the transaction of what it is for: <see cref="CommitAsync"/> makes both happen.
    /// </summary>
    /// <returns>The time by Postgres.</returns>
    public async Task<DateTimeOffset> PassAsync()
    {
        _transaction ??= await audit.BeginAsync();
        var now = await lockout.SucceedAsync(reservation, factor);
        _passed = true;
        return now;
    }

    /// <summary>Commits a passed guess and what it was for.</summary>
    public Task CommitAsync() => _passed
        ? SettleAsync()
        : throw new InvalidOperationException("A guess that has not been passed allows nothing.");

    /// <summary>Settles the guess as wrong: counted, recorded and committed, with the lock if it is the last one allowed.</summary>
    public async Task<CheckOutcome> FailAsync(AuditReason reason)
    {
        _failure = guess.Refused with { Reason = reason };
        _transaction ??= await audit.BeginAsync();
        await lockout.FailAsync(_transaction, reservation, factor, _failure);
        await SettleAsync();
        return new CheckOutcome.Failed();
    }

    /// <summary>Undoes what was done in the transaction and gives the guess back, as one that was never made.</summary>
    public async Task GiveBackAsync()
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
            LeaveToBackground();
        }
    }

    private void LeaveToBackground()
    {
        if (_settled)
        {
            return;
        }

        _settled = true;
        var failure = _failure is null ? null : new WrongGuess(factor, _failure);
        unsettled.Add(new PendingSettlement(reservation, failure, reservedAt));
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
