using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Mail;

namespace SecureAuth.Core.Accounts;

/// <summary>
/// Gives usernames to accounts inside the caller's transaction. The primary key of the table is what looks alike, so that of
/// several callers exactly one gets a name.
/// </summary>
public sealed class Usernames(AuthDbContext db, IOptions<UnverifiedAccountOptions> unverified)
{
    /// <summary>Gives the user a name instead of the former one, which is free from then on.</summary>
    /// <param name="name">The name in lower case.</param>
    public async Task<UsernameOutcome> ClaimAsync(Guid userId, string name)
    {
        await db.LockUserAsync(userId);
        var hadName = await db.Usernames.TagWith("find former username").AnyAsync(held => held.UserId == userId);
        if (!await HoldAsync(name, userId, registeredEmail: null))
        {
            return await IsHeldAsync(userId, name) ? UsernameOutcome.Unchanged : UsernameOutcome.Taken;
        }

        // The new name is taken before the old one is released, so two users who swap names both get Taken instead of a deadlock.
        var key = Username.KeyOf(name);
        await db.Database.ExecuteSqlAsync(
            $"""
            -- release username
            WITH released AS (DELETE FROM usernames WHERE user_id = {userId} AND key <> {key})
            UPDATE users SET updated_at = clock_timestamp() WHERE id = {userId}
            """);
        return hadName ? UsernameOutcome.Changed : UsernameOutcome.Added;
    }

    public async Task<UsernameOutcome> ReleaseAsync(Guid userId)
    {
        await db.LockUserAsync(userId);
        var released = await db.Database.ExecuteSqlAsync(
            $"""
            -- release username
            WITH released AS (DELETE FROM usernames WHERE user_id = {userId} RETURNING user_id)
            UPDATE users u SET updated_at = clock_timestamp() FROM released r WHERE u.id = r.user_id
            """);
        return released > 0 ? UsernameOutcome.Removed : UsernameOutcome.Unchanged;
    }

    /// <summary>
    /// Tells the user of a change, because a username is a way to sign in (ASVS 6.3.7). The mail does not contain the name, which
    /// is text that a client has chosen.
    /// </summary>
    public static NewMail NoticeOf(Guid userId, UsernameOutcome outcome, Actor actor)
    {
        MailChange? change = outcome switch
        {
            UsernameOutcome.Added => MailChange.UsernameAdded,
            UsernameOutcome.Removed => MailChange.UsernameRemoved,
            _ => null,
        };
        return NewMail.ToUser(MailKind.UsernameChanged, userId, MailDetails.Of(actor, change));
    }

    /// <summary>
    /// Takes a name for a new account, or reserves it if the address has an account already and the response does not tell. A
    /// later registration with the name is then refused in both cases, and does not tell either.
    /// </summary>
    /// <param name="name">The name in lower case.</param>
    /// <param name="userId">The account, or null to reserve the name.</param>
    /// <param name="registeredEmail">
    /// The normalised address of a registration. If the name is reserved, the account with the address can still take it.
    /// </param>
    internal async Task<bool> HoldAsync(string name, Guid? userId, string? registeredEmail)
    {
        var key = Username.KeyOf(name);
        return await db.Database.ExecuteSqlAsync(
            $"""
            -- hold username
            INSERT INTO usernames AS n (key, name, user_id, reserved_until, reserved_for)
            SELECT
                {key}, CASE WHEN i.user_id IS NOT NULL THEN {name} END, i.user_id,
                CASE WHEN i.user_id IS NULL THEN clock_timestamp() + {unverified.Value.UnverifiedRetention} END,
                CASE WHEN i.user_id IS NULL THEN i.registered_id END
            FROM (
                SELECT {userId}::uuid AS user_id,
                    (SELECT id FROM users WHERE normalized_email = {registeredEmail}::text) AS registered_id) i
            WHERE i.user_id IS NULL OR EXISTS (SELECT FROM users u WHERE u.id = i.user_id)
            ON CONFLICT (key) DO UPDATE
            SET name = excluded.name, user_id = excluded.user_id, reserved_until = excluded.reserved_until,
                reserved_for = excluded.reserved_for
            WHERE n.reserved_until <= clock_timestamp() OR n.user_id IS NULL AND n.reserved_for = excluded.user_id
                OR n.user_id = excluded.user_id AND n.name <> excluded.name
            """) > 0;
    }

    /// <summary>
    /// Gives names to new accounts. Of two that look alike, the first gets its name. Unlike <see cref="HoldAsync"/>, this locks
    /// no name that somebody has: its owner may be taking one of the others, and both would wait for each other.
    /// </summary>
    /// <param name="names">Their names in lower case, in the same order.</param>
    /// <returns>The accounts that got their names.</returns>
    internal async Task<IReadOnlySet<Guid>> HoldAllAsync(Guid[] userIds, string[] names)
    {
        string[] keys = [.. names.Select(Username.KeyOf)];
        await db.Database.ExecuteSqlAsync(
            $"""
            -- delete expired usernames
            DELETE FROM usernames WHERE key IN (
                SELECT key FROM usernames WHERE key = ANY({keys}) AND reserved_until <= clock_timestamp()
                ORDER BY key FOR UPDATE)
            """);

        // Both statements take the keys in order, so that two imports wait for each other instead of ending in a deadlock.
        var held = await db.Database.SqlQuery<Guid>(
            $"""
            -- hold usernames
            INSERT INTO usernames (key, name, user_id)
            SELECT i.key, i.name, i.user_id
            FROM unnest({keys}, {names}, {userIds}) WITH ORDINALITY AS i (key, name, user_id, n)
            ORDER BY i.key, i.n
            ON CONFLICT (key) DO NOTHING
            RETURNING user_id AS "Value"
            """).ToListAsync();
        return held.ToHashSet();
    }

    /// <summary>Finds the account with exactly this name. One that merely looks like it is another name.</summary>
    /// <returns>The normalised e-mail, or null.</returns>
    public Task<string?> FindEmailAsync(string name, CancellationToken cancellationToken)
    {
        var key = Username.KeyOf(name);
        return (from held in db.Usernames
                join user in db.Users on held.UserId equals user.Id
                where held.Key == key && held.Name == name
                select user.NormalizedEmail).TagWith("find user by username").SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Whether a name or one that looks like it is taken or reserved, for a preview.</summary>
    /// <param name="name">The name in lower case.</param>
    /// <param name="except">A user whose own name does not count.</param>
    public async Task<bool> IsTakenAsync(string name, Guid? except, CancellationToken cancellationToken)
    {
        var key = Username.KeyOf(name);
        var taken = await db.Database.SqlQuery<bool>(
            $"""
            -- check username
            SELECT EXISTS (
                SELECT FROM usernames
                WHERE key = {key} AND (reserved_until > clock_timestamp() AND (reserved_for = {except}::uuid) IS NOT TRUE
                    OR user_id IS NOT NULL AND user_id IS DISTINCT FROM {except}::uuid)) AS "Value"
            """).ToListAsync(cancellationToken);
        return taken is [true];
    }

    /// <summary>Returns the keys of those names that are taken or reserved, or look like such a name, for a preview.</summary>
    /// <param name="names">Names in lower case.</param>
    public async Task<IReadOnlySet<string>> FindTakenAsync(IEnumerable<string> names, CancellationToken cancellationToken)
    {
        string[] keys = [.. names.Select(Username.KeyOf)];
        var taken = await db.Database.SqlQuery<string>(
            $"""
            -- find imported usernames
            SELECT key AS "Value" FROM usernames
            WHERE key = ANY({keys}) AND (reserved_until > clock_timestamp() OR user_id IS NOT NULL)
            """).ToListAsync(cancellationToken);
        return taken.ToHashSet(StringComparer.Ordinal);
    }

    private Task<bool> IsHeldAsync(Guid userId, string name) => db.Usernames.TagWith("check username")
        .AnyAsync(held => held.UserId == userId && held.Name == name);
}

/// <summary>The outcome of a change of a username.</summary>
public enum UsernameOutcome
{
    /// <summary>The user has another name than before.</summary>
    Changed = 1,

    /// <summary>The user has this name already, or has none to remove.</summary>
    Unchanged = 2,

    /// <summary>Another account has the name or one that looks like it, or it is reserved.</summary>
    Taken = 3,

    /// <summary>The user had no name before.</summary>
    Added = 4,

    Removed = 5,
}
