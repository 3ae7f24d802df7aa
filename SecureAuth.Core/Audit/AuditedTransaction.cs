using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace SecureAuth.Core.Audit;

/// <summary>
/// A database transaction that commits an action together with its audit rows, and logs them only then. Disposed of
/// without <see cref="CommitAsync"/>, it rolls everything back.
/// </summary>
/// <remarks>It holds a connection, so nothing but statements runs while it is open: no hash, no image, no other store.</remarks>
public sealed class AuditedTransaction : IAsyncDisposable
{
    private readonly AuditLog _log;
    private readonly IDbContextTransaction _transaction;
    private readonly List<AuditEntry> _entries = [];
    private readonly List<Func<Task>> _afterwards = [];

    internal AuditedTransaction(AuditLog log, IDbContextTransaction transaction)
    {
        _log = log;
        _transaction = transaction;
    }

    /// <summary>Remembers an event; it is written by <see cref="CommitAsync"/>.</summary>
    public void Record(AuditEntry entry) => _entries.Add(entry);

    /// <summary>Remembers what is to be told to others, such as Redis, once this is committed.</summary>
    public void AfterCommit(Func<Task> action) => _afterwards.Add(action);

    /// <summary>Remembers what is to be counted once this is committed.</summary>
    public void AfterCommit(Action action) => _afterwards.Add(() =>
    {
        action();
        return Task.CompletedTask;
    });

    /// <summary>Cannot be cancelled: who hangs up now has still asked for what is being committed.</summary>
    public async Task CommitAsync()
    {
        await _log.InsertAsync(_entries);
        await CommitRowsAsync();
        await TellAsync();
    }

    /// <summary>
    /// Commits what must not be tried a second time. A COMMIT that is not answered in time, as while a disk stalls or a
    /// standby hangs, may have been done all the same: the audit row is there exactly then.
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
            if (!await committed.HaveAsync(rows[0]))
            {
                throw;
            }
        }

        await TellAsync();
    }

    public ValueTask DisposeAsync() => _transaction.DisposeAsync();

    private async Task TellAsync()
    {
        _entries.ForEach(_log.Log);
        foreach (var action in _afterwards)
        {
            await TryAsync(action);
        }
    }

    /// <summary>The commit stands: a caller that were told of a failure now would believe that it had not happened.</summary>
    private async Task TryAsync(Func<Task> action)
    {
        try
        {
            await action();
        }
#pragma warning disable CA1031 // Whatever it is, it comes too late to change the answer.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _log.LogNotTold(error);
        }
    }

    /// <summary>No constraint of the schema is deferred: what a commit refuses, somebody has put on the audit table.</summary>
    private async Task CommitRowsAsync()
    {
        try
        {
            await _transaction.CommitAsync();
        }
        catch (PostgresException refusal)
        {
            throw AuditLog.Unwritable(refusal);
        }
    }
}
