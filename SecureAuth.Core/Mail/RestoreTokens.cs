using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Mail;

/// <summary>
/// The way back for an address that an account has given up. Whoever took an account over can change its password and its address
/// again, so these tokens outlive both. They form a stack: using one ends all that were issued after it and none before it, so
/// that the owner of the first address always wins.
/// </summary>
public sealed class RestoreTokens(AuthDbContext db, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(72);

    /// <summary>
    /// The condition for a token <c>t</c> that reserves its address, so that nobody else gets the address before its owner could
    /// put it back. The index ix_one_time_tokens_reserved has the first two parts.
    /// </summary>
    public static readonly SqlFragment Reserves = new("t.purpose = 4 AND t.used_at IS NULL AND t.expires_at > clock_timestamp()");

    /// <summary>Issues a token inside the caller's transaction, which changes the address.</summary>
    /// <param name="former">The address that is given up, and the stamp that belonged to it.</param>
    public async Task<TokenSubject> IssueAsync(OneTimeTokenKey key, OpenToken former)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(former);

        var subject = new TokenSubject(
            Guid.CreateVersion7(time.GetUtcNow()), OneTimeTokenPurpose.RestoreEmail, former.UserId, former.NormalizedEmail,
            former.SecurityStamp, former.Email);
        var hash = OneTimeTokenKey.Hash(key.Derive(subject));
        await db.Database.ExecuteSqlAsync(
            $"""
            -- insert restore token
            INSERT INTO one_time_tokens (
                id, user_id, purpose, normalized_email, security_stamp, email, token_hash, created_at, expires_at)
            VALUES (
                {subject.Id}, {subject.UserId}, {(int)subject.Purpose}, {subject.NormalizedEmail}, {subject.SecurityStamp},
                {subject.Email}, {hash}, clock_timestamp(), clock_timestamp() + {Lifetime})
            """);
        return subject;
    }

    /// <summary>Finds a token that is valid now. Finding it does not use it up.</summary>
    public async Task<RestorableEmail?> FindAsync(string token, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);

        var rows = await db.Database.SqlQuery<RestorableEmail>(SqlFragment.Inline(
            $"""
            -- find restore token
            SELECT t.token_hash, t.user_id, t.email, t.normalized_email, t.created_at AS changed_at,
                u.email AS present_email, u.normalized_email AS present_normalized_email
            FROM one_time_tokens t JOIN users u ON u.id = t.user_id
            WHERE t.token_hash = {OneTimeTokenKey.Hash(token)} AND {Reserves} AND u.is_active
            """)).ToListAsync(cancellationToken);
        return rows is [var restorable] ? restorable : null;
    }

    /// <summary>
    /// Uses a token up, and with it all that were issued later, inside the caller's transaction, which has locked the user's row.
    /// Of any number of callers on any replica, one gets true.
    /// </summary>
    public async Task<bool> UseAsync(RestorableEmail restorable)
    {
        ArgumentNullException.ThrowIfNull(restorable);

        var used = await db.Database.ExecuteSqlAsync(SqlFragment.Inline(
            $"""
            -- use restore token
            UPDATE one_time_tokens t SET used_at = clock_timestamp()
            FROM users u
            WHERE t.token_hash = {restorable.TokenHash} AND {Reserves} AND u.id = t.user_id AND u.is_active
            """));
        if (used == 0)
        {
            return false;
        }

        await db.Database.ExecuteSqlAsync(
            $"""
            -- end restore tokens
            UPDATE one_time_tokens SET used_at = clock_timestamp()
            WHERE user_id = {restorable.UserId} AND purpose = {(int)OneTimeTokenPurpose.RestoreEmail} AND used_at IS NULL
                AND created_at > {restorable.ChangedAt}
            """);
        return true;
    }

    /// <summary>
    /// Whether an address of the account has been put back recently. Somebody else may still know the password, and must not be
    /// able to move the address away again before its owner has chosen another one.
    /// </summary>
    public async Task<bool> WereUsedAsync(Guid userId)
    {
        var rows = await db.Database.SqlQuery<bool>(
            $"""
            -- check restore tokens
            SELECT EXISTS (
                SELECT FROM one_time_tokens
                WHERE user_id = {userId} AND purpose = {(int)OneTimeTokenPurpose.RestoreEmail} AND used_at IS NOT NULL
                    AND expires_at > clock_timestamp()) AS "Value"
            """).ToListAsync();
        return rows is [true];
    }
}
