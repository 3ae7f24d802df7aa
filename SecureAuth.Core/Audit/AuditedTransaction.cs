using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Audit;

/// <summary>
/// A database transaction that commits an action together with its audit rows and logs the events after the commit. If it is
/// disposed of before <see cref="CommitAsync"/>, it rolls everything back.
/// </summary>
/// <remarks>
/// The transaction occupies a connection. Run only SQL statements while it is open: no hashing, no image rendering and no calls
/// to other stores.
/// </remarks>
public sealed class AuditedTransaction : IAsyncDisposable
{
    private readonly AuditLog _log;
    private readonly IDbContextTransaction _transaction;
    private readonly List<AuditEntry> _entries = [];
    private readonly List<Func<Task>> _afterCommit = [];

    internal AuditedTransaction(AuditLog log, IDbContextTransaction transaction)
    {
        _log = log;
        _transaction = transaction;
    }

    /// <summary>Adds an event, which <see cref="CommitAsync"/> writes.</summary>
    public void Record(AuditEntry entry) => _entries.Add(entry);

    /// <summary>Registers an action to run after the commit, such as publishing to Redis.</summary>
    public void AfterCommit(Func<Task> action) => _afterCommit.Add(action);

    /// <summary>Registers a synchronous action to run after the commit, such as updating a metric.</summary>
    public void AfterCommit(Action action) => _afterCommit.Add(() =>
    {
        action();
        return Task.CompletedTask;
    });

    /// <summary>
    /// Commits the action and its audit rows. It cannot be cancelled, because the action has been decided even if the client
    /// disconnects now.
    /// </summary>
    public async Task CommitAsync()
    {
        await _log.InsertAsync(_entries);
        await CommitRowsAsync();
        await RunAfterCommitAsync();
    }

    /// <summary>
    /// Commits an action that must not be retried. A COMMIT that is not answered in time, for example because a disk stalls or
    /// a standby hangs, may still have succeeded. The audit row exists if and only if it has.
    /// </summary>
    public async Task CommitOrVerifyAsync(CommitVerification committed)
    {
        ArgumentNullException.ThrowIfNull(committed);

        var rows = await _log.InsertAsync(_entries);
        try
        {
            await CommitRowsAsync();
        }
        catch (NpgsqlException) when (rows.Count > 0)
        {
            if (!await committed.IsCommittedAsync(rows[0]))
            {
                throw;
            }
        }

        await RunAfterCommitAsync();
    }

    public ValueTask DisposeAsync() => _transaction.DisposeAsync();

    private async Task RunAfterCommitAsync()
    {
        _entries.ForEach(_log.Log);
        foreach (var action in _afterCommit)
        {
            await TryAsync(action);
        }
    }

    /// <summary>
    /// Logs a failure instead of throwing it. The transaction is committed, and an exception would tell the caller otherwise.
    /// </summary>
    private async Task TryAsync(Func<Task> action)
    {
        try
        {
            await action();
        }
#pragma warning disable CA1031 // No exception may change the outcome after the commit.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _log.LogNotTold(error);
        }
    }

    /// <summary>
    /// Commits. The schema has no deferred constraints, so if Postgres rejects the commit, the cause is a constraint or trigger
    /// that an operator has added to the audit table.
    /// </summary>
    private async Task CommitRowsAsync()
    {
        try
        {
            await _transaction.CommitAsync();
        }
        catch (PostgresException cause) when (!LostConnection.IsMeantBy(cause))
        {
            throw AuditLog.Unwritable(cause);
        }
    }
}
