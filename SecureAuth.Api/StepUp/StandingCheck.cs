using Microsoft.EntityFrameworkCore;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Data;
using SecureAuth.Core.Requirements;
using SecureAuth.Core.Sessions;

namespace SecureAuth.Api.StepUp;

/// <summary>
/// Checks under the lock of the user's row what the policies of a request have checked before it. Whatever ends sessions or
/// enables a second factor takes that lock too, so a thief's request that was under way cannot undo what the owner has just done.
/// </summary>
internal sealed class StandingCheck(AuthDbContext db, SecondFactorRule rule)
{
    /// <summary>Locks the user's row until the caller's transaction ends, and checks.</summary>
    public async Task<SessionStanding> LockAsync(SignedInSession session)
    {
        await db.LockUserAsync(session.UserId);
        return await CheckAsync(session);
    }

    /// <summary>Checks in a transaction that has locked the user's row.</summary>
    public async Task<SessionStanding> CheckAsync(SignedInSession session)
    {
        var live = await db.Database.SqlQuery<bool>(SqlFragment.Inline(
            $"""
            -- check session
            SELECT u.totp_enabled AS "Value"
            FROM sessions s JOIN users u ON u.id = s.user_id
            WHERE s.id = {session.SessionId} AND s.user_id = {session.UserId} AND u.is_active AND {LiveSessions.Live}
            """)).ToListAsync();
        if (live is not [var totpEnabled])
        {
            return SessionStanding.Ended;
        }

        return !session.IsMultiFactor
            && (totpEnabled || (await rule.FindAsync(session.UserId, CancellationToken.None)).HasPasskey())
            ? SessionStanding.SecondFactorMissing
            : SessionStanding.Good;
    }
}
