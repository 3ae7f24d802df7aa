using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;
using SecureAuth.Core.Data;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Audit;

/// <summary>
/// Writes security events twice: as a row in the transaction of the action, and, after the commit, as a structured log record.
/// If the row cannot be written, the action does not take place.
/// </summary>
/// <remarks>
/// No method takes a cancellation token, because a recorded action has been decided and a client that disconnects must not
/// undo it.
/// </remarks>
public sealed partial class AuditLog(AuthDbContext db, AuthMeter meter, ILogger<AuditLog> logger)
{
    /// <summary>
    /// Begins the transaction that an action and its audit rows share. Keep it short: do not hash or call another store in it.
    /// </summary>
    public async Task<AuditedTransaction> BeginAsync() =>
        new(this, await db.Database.BeginTransactionAsync());

    /// <summary>Records an event that changes nothing else, such as a refusal.</summary>
    public async Task WriteAsync(AuditEntry entry)
    {
        await InsertAsync([entry]);
        Log(entry);
    }

    /// <returns>The ids of the rows.</returns>
    internal async Task<IReadOnlyList<long>> InsertAsync(IReadOnlyList<AuditEntry> entries)
    {
        var ids = new List<long>(entries.Count);
        foreach (var entry in entries)
        {
            ids.Add(await InsertAsync(entry));
        }

        return ids;
    }

    /// <summary>
    /// The exception for an audit row that Postgres rejects. No request can cause this; a privilege, a partition or disk space
    /// is missing. The action did not take place and can be retried.
    /// </summary>
    internal static StoreUnavailableException Unwritable(PostgresException cause) =>
        new($"The audit row cannot be written: {cause.MessageText} ({cause.SqlState})", cause);

    /// <summary>Logs and counts an event whose row has been committed.</summary>
    internal void Log(AuditEntry entry)
    {
        meter.Audited(entry.Event, entry.Outcome);
        var level = entry.Outcome == AuditOutcome.Success ? LogLevel.Information : LogLevel.Warning;
        if (logger.IsEnabled(level))
        {
            logger.Log(
                level,
                new EventId((int)entry.Event, WireName.Of(entry.Event)),
                new AuditLogRecord(entry),
                exception: null,
                static (record, _) => record.ToString());
        }
    }

    private async Task<long> InsertAsync(AuditEntry entry)
    {
        try
        {
            var ids = await db.Database.SqlQuery<long>(SqlFragment.Inline(
                $"""
                -- insert audit event
                INSERT INTO {AuditColumns.Table}
                {AuditColumns.Select(entry, isAlone: db.Database.CurrentTransaction is null)}
                RETURNING id AS "Value"
                """)).ToListAsync();
            return ids[0];
        }
        catch (PostgresException cause) when (!LostConnection.IsMeantBy(cause))
        {
            throw Unwritable(cause);
        }
    }

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "A follow-up to a committed change failed")]
    internal partial void LogNotTold(Exception error);
}
