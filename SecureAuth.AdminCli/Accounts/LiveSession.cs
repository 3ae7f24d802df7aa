using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;
using SecureAuth.Core.Sessions;

namespace SecureAuth.AdminCli.Accounts;

/// <summary>A signed-in device; its members are named as those of the API's list of sessions.</summary>
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
        LiveSessions.In(db).CountAsync(s => s.UserId == userId, cancellationToken);

    /// <summary>A user's, the one that was used last first.</summary>
    public static async Task<IReadOnlyList<LiveSession>> ListAsync(
        AuthDbContext db, Guid userId, CancellationToken cancellationToken)
    {
        var sessions = await LiveSessions.In(db)
            .Where(s => s.UserId == userId)
            .OrderByDescending(s => s.LastUsedAt)
            .ToListAsync(cancellationToken);
        return sessions.ConvertAll(s => new LiveSession(
            s.Id, s.DeviceName, s.UserAgent, s.Address?.ToString(), s.CreatedAt, s.LastUsedAt, s.ExpiresAt,
            s.AuthenticationMethods));
    }
}
