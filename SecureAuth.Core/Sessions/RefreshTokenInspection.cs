using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;
using SecureAuth.Core.Requirements;

namespace SecureAuth.Core.Sessions;

/// <summary>
/// Tells whether a refresh token could be exchanged now. Nothing is rotated, and an old token does not count as stolen.
/// </summary>
public sealed class RefreshTokenInspection(AuthDbContext db, RefreshRotation rotation, SecondFactorRule rule)
{
    /// <returns>
    /// Null unless it is the current token of a live session whose user is active. A used token is not current, even within the
    /// grace period.
    /// </returns>
    public async Task<InspectedRefreshToken?> FindAsync(string presented)
    {
        if (await rotation.VerifyAsync(presented) is not { } token)
        {
            return null;
        }

        var rows = await db.Database.SqlQuery<InspectedRefreshToken>(SqlFragment.Inline(
            $"""
            -- inspect refresh token
            SELECT s.id AS session_id, s.user_id, COALESCE(s.rotated_at, s.created_at) AS issued_at,
                LEAST(s.expires_at, s.absolute_expires_at) AS expires_at
            FROM sessions s JOIN users u ON u.id = s.user_id
            WHERE s.id = {token.SessionId} AND s.generation = {token.Generation} AND s.token_hash = {token.Hash()}
                AND {LiveSessions.Live} AND u.is_active AND {rule.Allows()}
            """)).ToListAsync();
        return rows.Count == 0 ? null : rows[0];
    }
}

/// <summary>A refresh token that can be exchanged, by the clock of Postgres.</summary>
public sealed record InspectedRefreshToken(
    Guid SessionId, Guid UserId, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt);
