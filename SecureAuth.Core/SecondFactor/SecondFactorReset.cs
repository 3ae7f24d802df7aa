using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Sessions;

namespace SecureAuth.Core.SecondFactor;

/// <summary>
/// Takes every second factor from a user who has lost them. Whoever holds them now is signed out too: sessions, challenges
/// and sign-ins under way end.
/// </summary>
public sealed class SecondFactorReset(
    AuthDbContext db, TotpCredentials totp, AccountLockout lockout, SessionService sessions, AuditLog audit)
{
    /// <returns>What was removed and how many sessions ended; null if there was nothing to remove, and nothing was done.</returns>
    public async Task<(RemovedFactors Removed, int SessionsEnded)?> ResetAsync(Guid userId, AuditEntry entry)
    {
        await using var transaction = await audit.BeginAsync();

        // The attempts first and then the user's row, as everybody locks them.
        await lockout.ForgetCodesAsync(userId);
        await db.Database.ExecuteSqlAsync($"SELECT FROM users WHERE id = {userId} FOR UPDATE");
        var removed = await totp.RemoveAsync(userId);
        if (removed.IsNone)
        {
            return null;
        }

        await db.Database.ExecuteSqlAsync($"UPDATE users SET security_stamp = {SecurityStamp.New()} WHERE id = {userId}");
        var ended = await sessions.EndAllOfUserAsync(transaction, userId, except: null, RevocationReason.RevokedByOperator);
        transaction.Record(entry with { UserId = userId });
        await transaction.CommitAsync();
        return (removed, ended.Live);
    }
}
