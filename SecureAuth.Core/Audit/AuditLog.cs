using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Audit;

/// <summary>
/// Writes security events twice: as a row in the transaction of what they record, and, once that is committed, as a
/// structured log line. If the row cannot be written, the action did not happen.
/// </summary>
/// <remarks>
/// Nothing here takes a cancellation token: what is recorded has been decided, and a client that hangs up must not undo it.
/// </remarks>
public sealed partial class AuditLog(AuthDbContext db, ILogger<AuditLog> logger)
{
    /// <summary>
    /// Begins the transaction that an action and its audit rows share. Keep it short: no hash, no call to another store.
    /// </summary>
    public async Task<AuditedTransaction> BeginAsync() =>
        new(this, await db.Database.BeginTransactionAsync());

    /// <summary>Records something that changed nothing else, such as a refusal.</summary>
    public async Task WriteAsync(AuditEntry entry)
    {
        await InsertAsync([entry]);
        Log(entry);
    }

    /// <returns>The ids of the rows.</returns>
    internal async Task<IReadOnlyList<long>> InsertAsync(IReadOnlyList<AuditEntry> entries)
    {
        if (entries.Count == 0)
        {
            return [];
        }

        var rows = entries.Select(AuditRow.From).ToList();
        db.AuditRows.AddRange(rows);
        try
        {
            await db.SaveChangesAsync();
            return rows.ConvertAll(row => row.Id);
        }
        catch (DbUpdateException error) when (error.InnerException is PostgresException refusal)
        {
            throw Unwritable(refusal);
        }
        finally
        {
            // Kept, a row that was refused would be written by the context's next use.
            foreach (var row in rows)
            {
                db.Entry(row).State = EntityState.Detached;
            }
        }
    }

    /// <summary>
    /// No request is the cause when Postgres refuses an audit row: a right is missing, a partition, room on the disk. The
    /// action did not happen, and may be asked for again.
    /// </summary>
    internal static StoreUnavailableException Unwritable(PostgresException refusal) =>
        new($"The audit cannot be written: {refusal.MessageText} ({refusal.SqlState})", refusal);

    internal void Log(AuditEntry entry) => LogEvent(
        entry.Outcome == AuditOutcome.Success ? LogLevel.Information : LogLevel.Warning,
        (int)entry.Event,
        entry.Event,
        entry.Outcome,
        entry.Reason,
        entry.UserId,
        entry.SessionId,
        entry.Actor.Kind,
        entry.Actor.Name,
        entry.Actor.Address,
        entry.Actor.UserAgent,
        entry.Actor.RequestId,
        entry.Actor.TraceId);

    [LoggerMessage(
        EventId = 1,
        Message = "Audit {Number} {Event} {Outcome} {Reason} user {UserId} session {SessionId} "
            + "by {ActorKind} {ActorName} from {ClientAddress} {UserAgent} request {RequestId} trace {TraceId}")]
    private partial void LogEvent(
        LogLevel level,
        int number,
        AuditEvent @event,
        AuditOutcome outcome,
        AuditReason? reason,
        Guid? userId,
        Guid? sessionId,
        ActorKind actorKind,
        string? actorName,
        IPAddress? clientAddress,
        string? userAgent,
        string? requestId,
        string traceId);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "A committed change could not be passed on at once")]
    internal partial void LogNotTold(Exception error);
}
