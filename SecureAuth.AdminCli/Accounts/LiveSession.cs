using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;
using SecureAuth.Core.Sessions;

namespace SecureAuth.AdminCli.Accounts;

/// <summary>A signed-in device. The members have the names of the API's session list.</summary>
internal sealed record LiveSession(
    Guid Id,
    string? DeviceName,
    string? UserAgent,
    string? Ip,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastUsedAt,
    DateTimeOffset ExpiresAt,
    IReadOnlyList<string> Amr)
{
    public static Task<int> CountAsync(AuthDbContext db, Guid userId, CancellationToken cancellationToken) =>
        LiveSessions.In(db).TagWith("count sessions").CountAsync(s => s.UserId == userId, cancellationToken);

    /// <summary>
    /// Counts the live sessions among the oldest ones of all users. There may be millions, and an urgent revocation must not read
    /// them all first.
    /// </summary>
    /// <param name="limit">The number of sessions to look at.</param>
    /// <returns>The number of live sessions, and whether there may be more.</returns>
    public static async Task<(int Live, bool MayBeMore)> CountAllAsync(
        AuthDbContext db, int limit, CancellationToken cancellationToken)
    {
        var epoch = await db.Set<TokenEpoch>().TagWith("find epoch").Select(e => e.NotBefore).SingleAsync(cancellationToken);

        // The sessions before the epoch may be millions too. The ids are in the order of creation, so the index skips them.
        var first = SessionId.FirstAfter(epoch);
        var counts = await db.Database.SqlQuery<Counts>(SqlFragment.Inline(
            $"""
            -- count sessions
            SELECT count(*)::int AS seen, (count(*) FILTER (WHERE {LiveSessions.Live}))::int AS live
            FROM (SELECT * FROM sessions WHERE id >= {first} ORDER BY id LIMIT {limit}) s
            """)).ToListAsync(cancellationToken);
        return (counts[0].Live, counts[0].Seen == limit);
    }

    /// <summary>Returns the live sessions of a user, most recently used first.</summary>
    public static async Task<IReadOnlyList<LiveSession>> ListAsync(
        AuthDbContext db, Guid userId, CancellationToken cancellationToken)
    {
        var sessions = await LiveSessions.In(db).TagWith("list sessions")
            .Where(s => s.UserId == userId)
            .OrderByDescending(s => s.LastUsedAt)
            .ToListAsync(cancellationToken);
        return sessions.ConvertAll(s => new LiveSession(
            s.Id, s.DeviceName, s.UserAgent, s.Address?.ToString(), s.CreatedAt, s.LastUsedAt, s.ExpiresAt,
            s.AuthenticationMethods));
    }

    private sealed record Counts(int Seen, int Live);
}
