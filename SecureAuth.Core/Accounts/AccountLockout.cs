using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Keys;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Accounts;

/// <summary>
/// Lets at most <see cref="LockoutOptions.MaxFailedAttempts"/> guesses at an account fail in a lockout window, however many
/// run in parallel: a guess is reserved by one atomic statement before the password is looked at, and given back or
/// counted afterwards. Unknown identifiers are served by the same statements as known ones.
/// </summary>
/// <remarks>Who needs a lock on a user's row too takes it after the one taken here.</remarks>
public sealed class AccountLockout(
    AuthDbContext db, ServerSecrets secrets, AuthMeter meter, IOptions<LockoutOptions> options)
{
    /// <summary>A guess that is neither counted nor given back within this time belongs to a crash, and counts.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private readonly LockoutOptions _options = options.Value;

    /// <summary>The name under which an identifier is kept: nobody can read an e-mail out of it, or guess one into it.</summary>
    public async Task<byte[]> IdentifierHashAsync(string normalizedEmail, CancellationToken cancellationToken)
    {
        var key = await secrets.GetAsync(SecretPurpose.AccountIdentifiers, cancellationToken);
        return HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(normalizedEmail));
    }

    /// <summary>
    /// Whether it makes sense to ask for a guess now. It decides nothing and locks nothing: the many who wait for a turn must
    /// not keep the row from those who settle.
    /// </summary>
    /// <returns>Null if a guess may be asked for.</returns>
    public async Task<AttemptReservation?> LookAsync(byte[] identifierHash, CancellationToken cancellationToken)
    {
        var rows = await db.Database.SqlQuery<LookRow>(
            $"""
            SELECT
                CASE WHEN a.locked_until > c.now THEN a.locked_until - c.now END AS locked_for,
                cardinality(a.failures) + cardinality(a.second_factor_failures) + cardinality(a.pending)
                    >= {_options.MaxFailedAttempts}
                    AND NOT EXISTS (SELECT FROM unnest(a.pending) p WHERE p <= c.now - {Lease}) AS is_full
            FROM (SELECT clock_timestamp() AS now) c, account_attempts a
            WHERE a.identifier_hash = {identifierHash}
            """).ToListAsync(cancellationToken);
        return rows switch
        {
            [{ LockedFor: { } remaining }] => new AttemptReservation.Locked(remaining),
            [{ IsFull: true }] => new AttemptReservation.Wait(),
            _ => null,
        };
    }

    /// <summary>Asks for one guess. Nothing of the secret may have been looked at before the transaction is committed.</summary>
    /// <param name="transaction">
    /// The caller's. A grant gets its name here, before the commit, so that one whose commit is never answered can still be
    /// given back; a grant that is left unread would keep a guess from the account's owner for the whole lease.
    /// </param>
    /// <param name="identifierHash">Whose secret is guessed.</param>
    /// <param name="userId">The account, if there is one.</param>
    /// <param name="actor">Who guesses.</param>
    public async Task<AttemptReservation> ReserveAsync(
        AuditedTransaction transaction, byte[] identifierHash, Guid? userId, Actor actor)
    {
        ArgumentNullException.ThrowIfNull(transaction);

        var row = await AskAsync(identifierHash, userId, mayLock: false);
        if (row.IsOverdue)
        {
            row = await AskAsync(identifierHash, userId, mayLock: true);
        }

        // The guesses of a crash filled the limit when their leases ended: the lock comes with its audit row.
        if (row.LocksNow)
        {
            RecordLock(transaction, new AuditEntry(AuditEvent.AccountLocked, AuditOutcome.Success, actor) { UserId = userId });
        }

        return row switch
        {
            { Granted: true } => new AttemptReservation.Granted(identifierHash, row.At),
            { LockedFor: { } remaining } => new AttemptReservation.Locked(remaining),
            _ => new AttemptReservation.Wait(),
        };
    }

    /// <summary>
    /// Counts a reserved guess as a failure and records it, with the lock if it is the one that locks the account. A guess
    /// that has been settled before is neither counted nor recorded again.
    /// </summary>
    /// <param name="transaction">Takes the audit rows.</param>
    /// <param name="reservation">The guess.</param>
    /// <param name="factor">What it was at.</param>
    /// <param name="refused">The row of the refusal.</param>
    public async Task FailAsync(
        AuditedTransaction transaction, AttemptReservation.Granted reservation, Factor factor, AuditEntry refused)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentNullException.ThrowIfNull(refused);

        var password = factor == Factor.Password;
        var locked = await db.Database.SqlQuery<bool>(
            $"""
            UPDATE account_attempts a
            SET (failures, second_factor_failures, pending, locked_until, updated_at) = (
                SELECT
                    CASE WHEN d.locks THEN ARRAY[]::timestamptz[] WHEN {password} THEN a.failures || c.now ELSE a.failures END,
                    CASE
                        WHEN d.locks THEN ARRAY[]::timestamptz[]
                        WHEN {password} THEN a.second_factor_failures
                        ELSE a.second_factor_failures || c.now
                    END,
                    array_remove(a.pending, {reservation.At}),
                    CASE WHEN d.locks THEN c.now + {_options.Duration} ELSE a.locked_until END,
                    c.now
                FROM (SELECT GREATEST(clock_timestamp(), a.updated_at + interval '1 microsecond') AS now) c
                CROSS JOIN LATERAL (
                    SELECT
                        cardinality(a.failures) + cardinality(a.second_factor_failures) + 1
                            >= {_options.MaxFailedAttempts} AS locks) d)
            WHERE a.identifier_hash = {reservation.IdentifierHash} AND {reservation.At} = ANY(a.pending)
            RETURNING COALESCE(a.locked_until = a.updated_at + {_options.Duration}, false) AS "Value"
            """).ToListAsync();
        if (locked is [])
        {
            return;
        }

        transaction.Record(refused);
        if (locked is [true])
        {
            RecordLock(transaction, refused with { Event = AuditEvent.AccountLocked, Outcome = AuditOutcome.Success, Reason = null });
        }
    }

    /// <summary>
    /// Gives a reservation back after a right guess and forgets the failures that were settled before it began. Those of
    /// guesses that ran beside it stay: a right guess must not pay for parallel wrong ones. Only failures at the same factor are
    /// forgotten: whoever has one of the two could otherwise guess the other without end.
    /// </summary>
    /// <returns>The time by Postgres.</returns>
    public async Task<DateTimeOffset> SucceedAsync(AttemptReservation.Granted reservation, Factor factor)
    {
        var secondFactor = factor == Factor.SecondFactor;
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE account_attempts a
            SET failures = ARRAY(SELECT f FROM unnest(a.failures) f WHERE f > {reservation.At} OR {secondFactor}),
                second_factor_failures = ARRAY(
                    SELECT f FROM unnest(a.second_factor_failures) f WHERE f > {reservation.At} OR NOT {secondFactor}),
                pending = array_remove(a.pending, {reservation.At})
            WHERE a.identifier_hash = {reservation.IdentifierHash}
            """);
        var now = await db.Database.SqlQuery<DateTimeOffset>($"""SELECT clock_timestamp() AS "Value" """).ToListAsync();
        return now[0];
    }

    /// <summary>
    /// Locks the row for the caller's transaction, which must touch the user's rows before it knows whether the guess was
    /// right. Without this, it and a sign-in would wait for each other.
    /// </summary>
    public Task LockAsync(AttemptReservation.Granted reservation) => db.Database.ExecuteSqlAsync(
        $"SELECT FROM account_attempts WHERE identifier_hash = {reservation.IdentifierHash} FOR UPDATE");

    /// <summary>Gives back a reservation whose secret was never looked at, or was right.</summary>
    public Task ReleaseAsync(AttemptReservation.Granted reservation) => db.Database.ExecuteSqlAsync(
        $"""
        UPDATE account_attempts SET pending = array_remove(pending, {reservation.At})
        WHERE identifier_hash = {reservation.IdentifierHash}
        """);

    /// <summary>Forgets what was counted before there was such an account.</summary>
    public Task ForgetAsync(byte[] identifierHash) =>
        db.AccountAttempts.Where(a => a.IdentifierHash == identifierHash).ExecuteDeleteAsync();

    /// <summary>Forgets the wrong codes of a user whose second factors are taken away. A lock that they made stays.</summary>
    public Task ForgetCodesAsync(Guid userId) => db.Database.ExecuteSqlAsync(
        $"UPDATE account_attempts SET second_factor_failures = ARRAY[]::timestamptz[] WHERE user_id = {userId}");

    /// <summary>Whether a user has a lock or counted failures, which <see cref="UnlockAsync"/> would clear.</summary>
    public Task<bool> CanUnlockAsync(Guid userId, CancellationToken cancellationToken) =>
        CountedOf(userId).AnyAsync(cancellationToken);

    /// <summary>Clears the lock and the counted failures of a user.</summary>
    /// <returns>Whether there was anything to clear.</returns>
    public async Task<bool> UnlockAsync(Guid userId) =>
        await CountedOf(userId).ExecuteDeleteAsync() > 0;

    private IQueryable<AccountAttempts> CountedOf(Guid userId) => db.AccountAttempts.Where(
        a => a.UserId == userId && (a.LockedUntil != null || a.Failures.Length + a.SecondFactorFailures.Length + a.Pending.Length > 0));

    private void RecordLock(AuditedTransaction transaction, AuditEntry locked)
    {
        transaction.Record(locked);
        transaction.AfterCommit(meter.Lockout);
    }

    private async Task<ReserveRow> AskAsync(byte[] identifierHash, Guid? userId, bool mayLock)
    {
        var rows = await db.Database.SqlQuery<ReserveRow>(
            $"""
            INSERT INTO account_attempts AS a (identifier_hash, user_id, failures, pending, updated_at)
            SELECT {identifierHash}, {userId}::uuid, ARRAY[]::timestamptz[], ARRAY[c.now], c.now
            FROM (SELECT clock_timestamp() AS now) c
            ON CONFLICT (identifier_hash) DO UPDATE
            SET (user_id, failures, second_factor_failures, pending, locked_until, updated_at) = (
                SELECT
                    COALESCE({userId}::uuid, a.user_id),
                    CASE WHEN d.locks THEN ARRAY[]::timestamptz[] ELSE f.failures END,
                    CASE WHEN d.locks THEN ARRAY[]::timestamptz[] ELSE a.second_factor_failures END,
                    CASE WHEN d.grants THEN f.live || c.now ELSE f.live END,
                    CASE WHEN d.locks THEN c.now + {_options.Duration} ELSE a.locked_until END,
                    c.now
                FROM (SELECT GREATEST(clock_timestamp(), a.updated_at + interval '1 microsecond') AS now) c
                CROSS JOIN LATERAL (
                    SELECT
                        a.failures || ARRAY(SELECT p FROM unnest(a.pending) p WHERE p <= c.now - {Lease}) AS failures,
                        ARRAY(SELECT p FROM unnest(a.pending) p WHERE p > c.now - {Lease}) AS live) f
                CROSS JOIN LATERAL (
                    SELECT
                        {mayLock} AND cardinality(f.failures) + cardinality(a.second_factor_failures)
                            >= {_options.MaxFailedAttempts} AS locks,
                        cardinality(f.failures) + cardinality(a.second_factor_failures) + cardinality(f.live)
                            < {_options.MaxFailedAttempts}
                            AND (a.locked_until IS NULL OR a.locked_until <= c.now) AS grants) d)
            RETURNING
                a.updated_at AS at,
                a.updated_at = ANY(a.pending) AS granted,
                CASE WHEN a.locked_until > a.updated_at THEN a.locked_until - a.updated_at END AS locked_for,
                cardinality(a.failures) + cardinality(a.second_factor_failures) >= {_options.MaxFailedAttempts} AS is_overdue,
                COALESCE(a.locked_until = a.updated_at + {_options.Duration}, false) AS locks_now
            """).ToListAsync();
        return rows[0];
    }

    private sealed record LookRow(TimeSpan? LockedFor, bool IsFull);

    private sealed record ReserveRow(DateTimeOffset At, bool Granted, TimeSpan? LockedFor, bool IsOverdue, bool LocksNow);
}
