using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Sessions;

namespace SecureAuth.Core.Accounts;

/// <summary>Disables and enables accounts.</summary>
public sealed class AccountStatus(AuthDbContext db, AuditLog audit, SessionService sessions)
{
    /// <summary>Disables an account and ends its sessions, in one transaction.</summary>
    /// <returns>The number of live sessions that ended, or null if the account was already disabled.</returns>
    public async Task<int?> DisableAsync(Guid userId, AuditEntry entry)
    {
        await using var transaction = await audit.BeginAsync();
        if (!await SetActiveAsync(userId, false))
        {
            return null;
        }

        var ended = await sessions.EndAllForUserAsync(transaction, userId, except: null, RevocationReason.AccountDisabled);
        transaction.Record(entry with { UserId = userId });
        await transaction.CommitAsync();
        return ended.Live;
    }

    /// <returns>False if the account was already enabled.</returns>
    public async Task<bool> EnableAsync(Guid userId, AuditEntry entry)
    {
        await using var transaction = await audit.BeginAsync();
        if (!await SetActiveAsync(userId, true))
        {
            return false;
        }

        transaction.Record(entry with { UserId = userId });
        await transaction.CommitAsync();
        return true;
    }

    private async Task<bool> SetActiveAsync(Guid userId, bool active) =>
        await db.Database.ExecuteSqlAsync(
            $"""
            -- update account status
            UPDATE users SET is_active = {active}, updated_at = clock_timestamp()
            WHERE id = {userId} AND is_active <> {active}
            """) > 0;
}
