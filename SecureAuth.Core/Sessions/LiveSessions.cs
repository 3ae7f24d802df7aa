using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Sessions;

/// <summary>
/// What a live session is, in one place. Each condition stands in a statement over <c>sessions s</c>, and not in a view: a
/// statement that waited for the row must look at it again.
/// </summary>
public static class LiveSessions
{
    /// <summary>Nobody has ended it, neither by itself nor with everybody's.</summary>
    public static readonly SqlFragment NotEnded = new(
        "(s.revoked_at IS NULL AND s.created_at > (SELECT not_before FROM token_epoch))");

    /// <summary>It has been refreshed in time.</summary>
    public static readonly SqlFragment Unexpired = new(
        "(s.expires_at > clock_timestamp() AND s.absolute_expires_at > clock_timestamp())");

    /// <summary>A refresh would be granted for it.</summary>
    public static readonly SqlFragment Live = new($"({NotEnded.Text} AND {Unexpired.Text})");

    /// <summary>Those that nobody has ended, expired ones included.</summary>
    public static IQueryable<Session> NotEndedIn(AuthDbContext db)
    {
        ArgumentNullException.ThrowIfNull(db);

        return db.Sessions.FromSql(SqlFragment.In($"SELECT s.* FROM sessions s WHERE {NotEnded}")).AsNoTracking();
    }

    /// <summary>All of them: filter and page before reading.</summary>
    public static IQueryable<Session> In(AuthDbContext db)
    {
        ArgumentNullException.ThrowIfNull(db);

        return db.Sessions.FromSql(SqlFragment.In($"SELECT s.* FROM sessions s WHERE {Live}")).AsNoTracking();
    }
}
