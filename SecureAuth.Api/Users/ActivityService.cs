using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Users;

/// <summary>Reads the security events of a user from the audit log, newest first, for that user.</summary>
internal sealed class ActivityService(AuthDbContext db)
{
    /// <summary>
    /// Reads a page. Refreshes are left out: a signed-in device causes some hundred of them in a day, and they would hide
    /// everything else.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="before">The events have lower ids than this.</param>
    /// <param name="limit">The maximum number of events.</param>
    /// <param name="disconnected">Cancels the query.</param>
    public async Task<ActivityResponse> PageAsync(Guid userId, long before, int limit, CancellationToken disconnected)
    {
        var rows = await Before(userId, before).Where(row => row.Event != AuditEvent.Refreshed)
            .Take(limit + 1).ToListAsync(disconnected);
        var page = rows.Take(limit).Select(row => new ActivityEvent(
            row.Id, NameOf(row.Event), WireName.Of(row.Outcome), row.OccurredAt.UtcDateTime,
            IsOfUser(row) ? row.Address?.ToString() : null, IsOfUser(row) ? row.UserAgent : null, row.SessionId)).ToList();
        return new ActivityResponse(page, rows.Count > limit ? page[^1].Id : null);
    }

    /// <summary>The events of a user, newest first, of which a caller takes a page.</summary>
    public IQueryable<AuditRow> Before(Guid userId, long before) => db.AuditRows.AsNoTracking().TagWith("list events")
        .Where(row => row.UserId == userId && row.Id < before)
        .OrderByDescending(row => row.Id);

    /// <summary>Whether the address and the user agent are those of a client of the user, and not those of a service.</summary>
    public static bool IsOfUser(AuditRow row) => row.ActorKind != ActorKind.Service;

    /// <summary>The stable name. During an upgrade, a row may have an event of the next version.</summary>
    public static string NameOf(AuditEvent @event) => Enum.IsDefined(@event) ? WireName.Of(@event) : "unknown";
}
