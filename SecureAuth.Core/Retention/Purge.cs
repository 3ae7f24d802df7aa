using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Retention;

/// <summary>A statement that deletes a batch of the oldest expired rows.</summary>
/// <remarks>
/// <para>
/// The statements use <c>now()</c>, which is constant within a statement; Postgres cannot use an index for a comparison with
/// <c>clock_timestamp()</c>. Without the ORDER BY, Postgres might scan the whole table when many rows have expired. The rows are
/// deleted by their place (<c>ctid</c>), which the lock keeps from changing; by their keys, Postgres might scan the table for
/// them. Rows that are locked by other transactions, such as those of a purge by another instance, are skipped.
/// </para>
/// <para>
/// Each statement is its own transaction, so its locks end with it, even if this process stalls. The only one of these rows that
/// a sign-in can need is that of its own attempts, long after the previous one. It then waits for the rest of the batch, which
/// is small enough to take a few milliseconds.
/// </para>
/// </remarks>
/// <param name="Name">The table, or a part of it.</param>
/// <param name="RunAsync">Runs the statement.</param>
internal sealed record Purge(string Name, Func<AuthDbContext, CancellationToken, Task<PurgedBatch>> RunAsync)
{
    public const int BatchSize = 100;

    /// <summary>For how long one-time secrets that nobody can use any more are kept, for whoever looks into a failure.</summary>
    internal static readonly TimeSpan Retention = TimeSpan.FromDays(1);

    /// <summary>
    /// For how long a lock for good is kept at an address without an account. Whoever waits for it learns that there is none.
    /// </summary>
    private static readonly TimeSpan UnknownLock = TimeSpan.FromDays(365);

    public static IReadOnlyList<Purge> All(RetentionTimes times, AuditPurge audit) =>
    [
        Deleting(
            "sessions",
            $"""
            -- purge sessions
            DELETE FROM sessions WHERE ctid = ANY(ARRAY(
                SELECT ctid FROM sessions
                WHERE LEAST(expires_at, absolute_expires_at, revoked_at) < now() - {times.Sessions}
                ORDER BY LEAST(expires_at, absolute_expires_at, revoked_at)
                LIMIT {BatchSize} FOR UPDATE SKIP LOCKED))
            """),

        // No token or copy of the revocations lasts as long, so the next change may begin anew: its version is a time.
        Deleting(
            "role_changes",
            $"""
            -- purge role changes
            DELETE FROM role_changes WHERE ctid = ANY(ARRAY(
                SELECT ctid FROM role_changes
                WHERE changed_at < now() - {Retention}
                ORDER BY changed_at LIMIT {BatchSize} FOR UPDATE SKIP LOCKED))
            """),
        Deleting(
            "second_factor_challenges",
            $"""
            -- purge challenges
            DELETE FROM second_factor_challenges WHERE ctid = ANY(ARRAY(
                SELECT ctid FROM second_factor_challenges
                WHERE expires_at < now() - {Retention}
                ORDER BY expires_at LIMIT {BatchSize} FOR UPDATE SKIP LOCKED))
            """),

        // Reserved names.
        Deleting(
            "usernames",
            $"""
            -- purge usernames
            DELETE FROM usernames WHERE ctid = ANY(ARRAY(
                SELECT ctid FROM usernames
                WHERE reserved_until < now()
                ORDER BY reserved_until LIMIT {BatchSize} FOR UPDATE SKIP LOCKED))
            """),

        // They hold nothing that anybody needs once they have expired, and anybody can start one.
        Deleting(
            "passkey_challenges",
            $"""
            -- purge passkey challenges
            DELETE FROM passkey_challenges WHERE ctid = ANY(ARRAY(
                SELECT ctid FROM passkey_challenges
                WHERE expires_at < now()
                ORDER BY expires_at LIMIT {BatchSize} FOR UPDATE SKIP LOCKED))
            """),

        // A lock for good ends with its account. One at an address without an account would stay for ever, and anybody can cause
        // any number of them.
        Deleting(
            "account_attempts",
            $"""
            -- purge attempts
            DELETE FROM account_attempts WHERE ctid = ANY(ARRAY(
                SELECT ctid FROM account_attempts
                WHERE updated_at < now() - {times.Attempts} AND (
                    locked_until IS NULL OR locked_until < now() OR user_id IS NULL AND updated_at < now() - {UnknownLock})
                ORDER BY updated_at LIMIT {BatchSize} FOR UPDATE SKIP LOCKED))
            """),

        // Only set-ups that were never confirmed. A confirmed authenticator does not expire.
        Deleting(
            "totp_credentials",
            $"""
            -- purge authenticator set-ups
            DELETE FROM totp_credentials WHERE ctid = ANY(ARRAY(
                SELECT ctid FROM totp_credentials
                WHERE confirmed_at IS NULL AND created_at < now() - {Retention}
                ORDER BY created_at LIMIT {BatchSize} FOR UPDATE SKIP LOCKED))
            """),
        Deleting(
            "one_time_tokens",
            $"""
            -- purge one-time tokens
            DELETE FROM one_time_tokens WHERE ctid = ANY(ARRAY(
                SELECT ctid FROM one_time_tokens
                WHERE expires_at < now() - {Retention}
                ORDER BY expires_at LIMIT {BatchSize} FOR UPDATE SKIP LOCKED))
            """),
        Deleting(
            "invitations",
            $"""
            -- purge invitations
            DELETE FROM invitations WHERE ctid = ANY(ARRAY(
                SELECT ctid FROM invitations
                WHERE expires_at < now() - {Retention}
                ORDER BY expires_at LIMIT {BatchSize} FOR UPDATE SKIP LOCKED))
            """),

        // They are kept as long as their tokens, because those of the last day are counted.
        Deleting(
            "mailed_codes",
            $"""
            -- purge mailed codes
            DELETE FROM mailed_codes WHERE ctid = ANY(ARRAY(
                SELECT ctid FROM mailed_codes
                WHERE expires_at < now() - {Retention}
                ORDER BY expires_at LIMIT {BatchSize} FOR UPDATE SKIP LOCKED))
            """),

        new Purge("refreshes", (db, cancellationToken) => audit.PurgeRefreshesAsync(db, times.Refreshes, cancellationToken)),
        new Purge("audit_events", (db, cancellationToken) => audit.PurgeEventsAsync(db, times.Audit, cancellationToken)),

        new Purge(
            "unverified_accounts",
            (db, cancellationToken) => UnverifiedAccountPurge.RunAsync(db, times.UnverifiedAccounts, cancellationToken)),

        // The sender sets the time when it has sent a mail or given it up, according to the operator's settings.
        Deleting(
            "outbox",
            $"""
            -- purge mails
            DELETE FROM outbox WHERE ctid = ANY(ARRAY(
                SELECT ctid FROM outbox
                WHERE erase_at < now()
                ORDER BY erase_at LIMIT {BatchSize} FOR UPDATE SKIP LOCKED))
            """),
    ];

    private static Purge Deleting(string table, FormattableString statement) => new(
        table,
        async (db, cancellationToken) =>
        {
            var removed = await db.Database.ExecuteSqlAsync(statement, cancellationToken);
            return new PurgedBatch(removed, HasMore: removed == BatchSize);
        });
}
