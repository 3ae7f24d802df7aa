using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;
using SecureAuth.Core.Requirements;

namespace SecureAuth.Core.Passkeys;

/// <summary>Stores the passkeys of users. What changes them runs in the caller's transaction.</summary>
public sealed class UserPasskeys(AuthDbContext db, SecondFactorRule rule, PostgresClock clock)
{
    /// <summary>Lists a user's passkeys, oldest first.</summary>
    public Task<List<Passkey>> ListAsync(Guid userId, CancellationToken cancellationToken) => db.Passkeys.AsNoTracking()
        .TagWith("list passkeys").Where(p => p.UserId == userId).OrderBy(p => p.Id).ToListAsync(cancellationToken);

    /// <summary>Finds the passkey of a credential id, whoever has it.</summary>
    public async Task<PresentedPasskey?> FindAsync(byte[] credentialId)
    {
        var rows = await db.Database.SqlQuery<PresentedPasskey>(
            $"""
            -- find passkey
            SELECT p.credential_id, p.public_key, p.backup_eligible, u.id AS user_id, u.normalized_email, u.security_stamp,
                u.is_active, u.email_verified
            FROM passkeys p JOIN users u ON u.id = p.user_id
            WHERE p.credential_id = {credentialId}
            """).ToListAsync();
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>Every change of a user's passkeys begins with this lock.</summary>
    public Task LockUserAsync(Guid userId) => db.LockUserAsync(userId);

    /// <summary>Adds a passkey to a locked user.</summary>
    /// <returns>Null if the credential is registered already, to anybody, or if the user has too many passkeys.</returns>
    public async Task<Passkey?> AddAsync(Guid userId, string name, NewPasskey passkey)
    {
        ArgumentNullException.ThrowIfNull(passkey);

        var rows = await db.Passkeys.FromSql(
            $"""
            -- insert passkey
            INSERT INTO passkeys (
                id, user_id, credential_id, public_key, sign_count, name, transports, backup_eligible, backed_up, created_at)
            SELECT {Guid.CreateVersion7(clock.GetUtcNow())}, {userId}, {passkey.CredentialId}, {passkey.PublicKey},
                {passkey.SignCount}, {name}, {passkey.Transports}, {passkey.BackupEligible}, {passkey.BackedUp},
                clock_timestamp()
            FROM users
            WHERE users.id = {userId}
                AND (SELECT count(*) FROM passkeys WHERE user_id = {userId}) < {Passkey.MaximumPerUser}
            ON CONFLICT (credential_id) DO NOTHING
            RETURNING *
            """).AsNoTracking().ToListAsync();
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>
    /// Takes over the counter and the backup state of a valid assertion. The counter is compared and stored in one statement, so
    /// that of two assertions with the same counter one is refused, however parallel they are. The user's row is locked first,
    /// as by everything that changes a user's passkeys.
    /// </summary>
    /// <returns>The outcome, and the current time of Postgres.</returns>
    public async Task<(PasskeyUse Outcome, DateTimeOffset Now)> UseAsync(
        PresentedPasskey passkey, long signCount, bool backedUp)
    {
        ArgumentNullException.ThrowIfNull(passkey);

        var used = await db.Database.SqlQuery<DateTimeOffset>(
            $"""
            -- use passkey
            WITH account AS (SELECT id FROM users WHERE id = {passkey.UserId} FOR UPDATE)
            UPDATE passkeys p SET sign_count = {signCount}, backed_up = {backedUp}, last_used_at = clock_timestamp()
            FROM account
            WHERE p.credential_id = {passkey.CredentialId} AND p.user_id = account.id
                AND (p.sign_count < {signCount} OR (p.sign_count = 0 AND {signCount} = 0))
            RETURNING p.last_used_at AS "Value"
            """).ToListAsync();
        if (used.Count > 0)
        {
            return (PasskeyUse.Used, used[0]);
        }

        var exists = await db.Passkeys.TagWith("check passkey")
            .AnyAsync(p => p.CredentialId == passkey.CredentialId && p.UserId == passkey.UserId);
        return (exists ? PasskeyUse.CounterWentBack : PasskeyUse.Removed, default);
    }

    /// <returns>The renamed passkey, or null if the user has no such passkey.</returns>
    public async Task<Passkey?> RenameAsync(Guid userId, Guid id, string name)
    {
        var rows = await db.Passkeys.FromSql(
            $"""
            -- rename passkey
            UPDATE passkeys SET name = {name} WHERE id = {id} AND user_id = {userId} RETURNING *
            """).AsNoTracking().ToListAsync();
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>Removes a passkey of a locked user, so that of two parallel removals one sees the effect of the other.</summary>
    public async Task<PasskeyRemoval> RemoveAsync(Guid userId, Guid id)
    {
        var removed = await db.Database.ExecuteSqlAsync(SqlFragment.Inline(
            $"""
            -- delete passkey
            DELETE FROM passkeys p
            WHERE p.id = {id} AND p.user_id = {userId} AND (
                EXISTS (SELECT FROM passkeys other WHERE other.user_id = {userId} AND other.id <> p.id)
                OR EXISTS (
                    SELECT FROM users u
                    WHERE u.id = {userId} AND u.password_hash IS NOT NULL AND (u.totp_enabled OR {rule.Exempts("u.id")})))
            """));
        return removed > 0 ? PasskeyRemoval.Removed : await ExplainAsync(userId, id);
    }

    /// <summary>Removes the passkeys that a locked user got after this time.</summary>
    public Task RemoveNewerAsync(Guid userId, DateTimeOffset time) => db.Passkeys.TagWith("delete newer passkeys")
        .Where(p => p.UserId == userId && p.CreatedAt > time).ExecuteDeleteAsync();

    /// <summary>Removes all passkeys of a locked user.</summary>
    /// <returns>Their number.</returns>
    public Task<int> RemoveAllAsync(Guid userId) =>
        db.Passkeys.TagWith("delete passkeys").Where(p => p.UserId == userId).ExecuteDeleteAsync();

    /// <summary>Determines why a passkey of a locked user was not removed.</summary>
    private async Task<PasskeyRemoval> ExplainAsync(Guid userId, Guid id)
    {
        if (!await db.Passkeys.TagWith("check passkey").AnyAsync(p => p.Id == id && p.UserId == userId))
        {
            return PasskeyRemoval.NotFound;
        }

        return await db.Users.TagWith("check password").AnyAsync(u => u.Id == userId && u.PasswordHash != null)
            ? PasskeyRemoval.LastSecondFactor
            : PasskeyRemoval.LastWayIn;
    }
}
