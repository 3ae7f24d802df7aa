using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Sessions;

/// <summary>
/// Defines in one place which sessions are live. Each condition is for a statement on <c>sessions s</c>. It is not a view,
/// because Postgres must evaluate the condition again after a statement has waited for a row lock.
/// </summary>
public static class LiveSessions
{
    /// <summary>The session has been ended neither individually nor by the epoch.</summary>
    public static readonly SqlFragment NotEnded = new(
        "(s.revoked_at IS NULL AND s.created_at > (SELECT not_before FROM token_epoch))");

    /// <summary>The session has reached neither its idle nor its absolute lifetime.</summary>
    public static readonly SqlFragment Unexpired = new(
        "(s.expires_at > clock_timestamp() AND s.absolute_expires_at > clock_timestamp())");

    /// <summary>The session can be refreshed.</summary>
    public static readonly SqlFragment Live = new($"({NotEnded.Text} AND {Unexpired.Text})");

    /// <summary>The sessions that have not been ended, including expired ones.</summary>
    public static IQueryable<Session> NotEndedIn(AuthDbContext db)
    {
        ArgumentNullException.ThrowIfNull(db);

        return db.Sessions.FromSql(SqlFragment.Inline($"SELECT s.* FROM sessions s WHERE {NotEnded}")).AsNoTracking();
    }

    /// <summary>All live sessions. There may be many, so filter and page before reading.</summary>
    public static IQueryable<Session> In(AuthDbContext db)
    {
        ArgumentNullException.ThrowIfNull(db);

        return db.Sessions.FromSql(SqlFragment.Inline($"SELECT s.* FROM sessions s WHERE {Live}")).AsNoTracking();
    }
}
