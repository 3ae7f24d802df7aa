using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Sessions;

namespace SecureAuth.Core.Accounts;

/// <summary>
/// Grants roles and takes them away. The access tokens with the former roles are rejected from then on, as those of an ended
/// session are. The sessions go on, and their next refresh returns a token with the new roles.
/// </summary>
public sealed class AccountRoles(
    AuthDbContext db, ILookupNormalizer normalizer, RevocationList revocations, AuditLog audit, TimeProvider time)
{
    /// <summary>Grants a role, which is created if it does not exist.</summary>
    /// <param name="entry">The audit entry to record if the user did not have the role.</param>
    public async Task<GrantedRole> GrantAsync(Guid userId, string role, AuditEntry entry)
    {
        await using var transaction = await audit.BeginAsync();
        await db.LockUserAsync(userId);
        var (granted, created) = await AddAsync(userId, role);
        if (granted)
        {
            await CommitChangeAsync(transaction, userId, role, entry);
        }

        return new GrantedRole(granted, created && granted);
    }

    /// <summary>Takes a role away.</summary>
    /// <returns>False if the user did not have it.</returns>
    public async Task<bool> UngrantAsync(Guid userId, string role, AuditEntry entry)
    {
        await using var transaction = await audit.BeginAsync();
        await db.LockUserAsync(userId);
        var normalized = normalizer.NormalizeName(role);
        var removed = await db.Database.ExecuteSqlAsync(
            $"""
            -- delete user role
            DELETE FROM user_roles m USING roles r
            WHERE m.user_id = {userId} AND m.role_id = r.id AND r.normalized_name = {normalized}
            """);
        if (removed == 0)
        {
            return false;
        }

        await CommitChangeAsync(transaction, userId, role, entry);
        return true;
    }

    /// <summary>Adds a user to a role inside the caller's transaction. A new account has no tokens with other roles.</summary>
    internal async Task<GrantedRole> AddAsync(Guid userId, string role)
    {
        var normalized = normalizer.NormalizeName(role);
        var created = await CreateAsync(role);
        var granted = await db.Database.ExecuteSqlAsync(
            $"""
            -- insert user role
            INSERT INTO user_roles (user_id, role_id) SELECT u.id, r.id FROM users u, roles r
            WHERE u.id = {userId} AND r.normalized_name = {normalized}
            ON CONFLICT DO NOTHING
            """);
        return new GrantedRole(granted > 0, created);
    }

    /// <summary>Creates a role inside the caller's transaction.</summary>
    /// <returns>False if it exists.</returns>
    internal async Task<bool> CreateAsync(string role) => await db.Database.ExecuteSqlAsync(
        $"""
        -- insert role
        INSERT INTO roles (id, name, normalized_name)
        VALUES ({Guid.CreateVersion7(time.GetUtcNow())}, {role}, {normalizer.NormalizeName(role)})
        ON CONFLICT (normalized_name) DO NOTHING
        """) > 0;

    /// <summary>
    /// Changes the version of the roles in the transaction that changes the roles. The row of the user is locked, so of two
    /// changes at once each has a version of its own.
    /// </summary>
    private async Task CommitChangeAsync(AuditedTransaction transaction, Guid userId, string role, AuditEntry entry)
    {
        var versions = await db.Database.SqlQuery<long>(
            $"""
            -- change roles
            WITH touched AS (UPDATE users SET updated_at = clock_timestamp() WHERE id = {userId})
            INSERT INTO role_changes AS v (user_id, version, changed_at, changed_xid)
            VALUES (
                {userId}, (extract(epoch FROM clock_timestamp()) * 1000)::bigint, clock_timestamp(), pg_current_xact_id())
            ON CONFLICT (user_id) DO UPDATE
            SET version = GREATEST(excluded.version, v.version + 1), changed_at = excluded.changed_at,
                changed_xid = excluded.changed_xid
            RETURNING version AS "Value"
            """).ToListAsync();
        transaction.Record(entry with { UserId = userId, Reason = AuditReason.About($"role={role}", entry.Reason) });
        transaction.AfterCommit(() => revocations.PublishAsync(new RolesVersion(userId, versions[0])));
        await transaction.CommitAsync();
    }
}

/// <param name="Granted">False if the user had the role already.</param>
/// <param name="RoleCreated">Whether nobody had created the role before.</param>
public readonly record struct GrantedRole(bool Granted, bool RoleCreated);
