using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Sessions;

namespace SecureAuth.Core.Accounts;

/// <summary>Disables and enables accounts.</summary>
public sealed class AccountStatus(AuthDbContext db, AuditLog audit, SessionService sessions)
{
    /// <summary>Disables an account and ends its sessions, in one transaction.</summary>
    /// <returns>How many sessions were live; null if the account was disabled already.</returns>
    public async Task<int?> DisableAsync(Guid userId, AuditEntry entry, CancellationToken cancellationToken)
    {
        await using var transaction = await audit.BeginAsync(cancellationToken);
        if (!await SetActiveAsync(userId, false, cancellationToken))
        {
            return null;
        }

        var ended = await sessions.EndAllOfUserAsync(
            transaction, userId, except: null, RevocationReason.AccountDisabled, cancellationToken);
        transaction.Record(entry with { UserId = userId });
        await transaction.CommitAsync(cancellationToken);
        return ended;
    }

    /// <returns>False if the account was enabled already.</returns>
    public async Task<bool> EnableAsync(Guid userId, AuditEntry entry, CancellationToken cancellationToken)
    {
        await using var transaction = await audit.BeginAsync(cancellationToken);
        if (!await SetActiveAsync(userId, true, cancellationToken))
        {
            return false;
        }

        transaction.Record(entry with { UserId = userId });
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private async Task<bool> SetActiveAsync(Guid userId, bool active, CancellationToken cancellationToken) =>
        await db.Database.ExecuteSqlAsync(
            $"UPDATE users SET is_active = {active}, updated_at = clock_timestamp() WHERE id = {userId} AND is_active <> {active}",
            cancellationToken) > 0;
}
