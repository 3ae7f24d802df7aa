using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Retention;

/// <summary>
/// Deletes accounts whose registration was never completed: somebody registered, the address was never verified, and nobody ever
/// signed in. They hold an address, which may be that of somebody else, and keep its owner from a registration of a new account.
/// Accounts that an operator has created or imported are kept.
/// </summary>
internal static class UnverifiedAccountPurge
{
    /// <summary>Small, because the deletion of an account also erases its rows in the audit.</summary>
    private const int BatchSize = 10;

    private const string Timeout = "30s";

    private static readonly TimeSpan MaxDuration = TimeSpan.FromSeconds(30);

    public static async Task<PurgedBatch> RunAsync(AuthDbContext db, TimeSpan? retention, CancellationToken cancellationToken)
    {
        if (retention is null)
        {
            return new PurgedBatch(0, HasMore: false);
        }

        var expired = await db.Database.SqlQuery<Guid>(
            $"""
            -- find unverified accounts
            SELECT u.id AS "Value" FROM users u
            WHERE NOT u.email_verified AND u.last_login_at IS NULL AND u.created_at < now() - {retention}
                AND EXISTS (
                    SELECT FROM audit_events a WHERE a.user_id = u.id AND a.event = {(int)AuditEvent.Registered})
            ORDER BY u.created_at LIMIT {BatchSize}
            """).ToListAsync(cancellationToken);
        if (expired.Count == 0)
        {
            return new PurgedBatch(0, HasMore: false);
        }

        return new PurgedBatch(
            await DeleteAsync(db, [.. expired], cancellationToken), HasMore: expired.Count == BatchSize);
    }

    private static async Task<int> DeleteAsync(AuthDbContext db, Guid[] ids, CancellationToken cancellationToken)
    {
        var timeout = db.Database.GetCommandTimeout();
        db.Database.SetCommandTimeout(MaxDuration);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            -- set timeout
            SELECT set_config('statement_timeout', {Timeout}, true)
            """,
            cancellationToken);

        // The usual order of the locks: the attempts, then the user.
        await db.Database.ExecuteSqlAsync(
            $"""
            -- detach attempts
            UPDATE account_attempts SET user_id = NULL WHERE user_id = ANY({ids})
            """,
            cancellationToken);

        // The address may have been verified in the meantime. The condition does not match that of the partial index, which would
        // be read from one end to the other instead of finding the ids.
        var deleted = await db.Database.ExecuteSqlAsync(
            $"""
            -- purge unverified accounts
            WITH deleted AS (
                DELETE FROM users
                WHERE id = ANY({ids}) AND (email_verified OR last_login_at IS NOT NULL) IS FALSE RETURNING id)
            INSERT INTO audit_events (event, outcome, actor_kind, trace_id, user_id)
            SELECT {(int)AuditEvent.AccountExpired}, {(int)AuditOutcome.Success}, {(int)ActorKind.System},
                {(Activity.Current?.TraceId ?? ActivityTraceId.CreateRandom()).ToHexString()}, id
            FROM deleted
            """,
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        db.Database.SetCommandTimeout(timeout);
        return deleted;
    }
}
