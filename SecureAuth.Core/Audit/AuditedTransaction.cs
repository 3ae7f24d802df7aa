using Microsoft.EntityFrameworkCore.Storage;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Audit;

/// <summary>
/// A database transaction that commits an action together with its audit rows, and logs them only then. Disposed of
/// without <see cref="CommitAsync"/>, it rolls everything back.
/// </summary>
public sealed class AuditedTransaction : IAsyncDisposable
{
    private readonly AuditLog _log;
    private readonly IDbContextTransaction _transaction;
    private readonly List<AuditEntry> _entries = [];
    private readonly List<Func<Task>> _afterwards = [];

    internal AuditedTransaction(AuthDbContext db, AuditLog log, IDbContextTransaction transaction)
    {
        Db = db;
        _log = log;
        _transaction = transaction;
    }

    /// <summary>The context whose statements are part of this transaction.</summary>
    public AuthDbContext Db { get; }

    /// <summary>Remembers an event; it is written by <see cref="CommitAsync"/>.</summary>
    public void Record(AuditEntry entry) => _entries.Add(entry);

    /// <summary>Remembers what is to be told to others, such as Redis, once this is committed.</summary>
    public void AfterCommit(Func<Task> action) => _afterwards.Add(action);

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        await _log.InsertAsync(_entries, cancellationToken);
        await _transaction.CommitAsync(cancellationToken);
        _entries.ForEach(_log.Log);
        foreach (var action in _afterwards)
        {
            await action();
        }
    }

    public ValueTask DisposeAsync() => _transaction.DisposeAsync();
}
