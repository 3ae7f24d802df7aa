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
    /// Counts the live sessions of all users, but not beyond a limit. There may be millions, and a revocation that is urgent must not
    /// read them all first.
    /// </summary>
    public static async Task<int> CountUpToAsync(AuthDbContext db, int limit, CancellationToken cancellationToken)
    {
        var epoch = await db.Set<TokenEpoch>().TagWith("find epoch").Select(e => e.NotBefore).SingleAsync(cancellationToken);

        // The sessions before the epoch may be millions too. The ids are in the order of creation, so the index skips them.
        var first = SessionId.FirstAfter(epoch);
        return await LiveSessions.In(db).TagWith("count sessions")
            .Where(s => s.Id >= first).OrderBy(s => s.Id).Take(limit).CountAsync(cancellationToken);
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
}
