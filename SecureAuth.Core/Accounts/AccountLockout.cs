using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Keys;
using SecureAuth.Core.Mail;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Accounts;

/// <summary>
/// Limits the failed guesses at an account to <see cref="LockoutOptions.MaxFailedAttempts"/> in a lockout window, even if
/// guesses run in parallel. Each guess is reserved by one atomic statement before the password is checked, and is released
/// or counted afterwards. Unknown identifiers run the same statements as known ones.
/// </summary>
/// <remarks>
/// <para>
/// <see cref="MaxConsecutiveFailures"/> failures without a success lock the account for good: until its password is reset, its
/// owner signs in with a passkey, or an operator unlocks it. An attacker who waits for each lock to end could otherwise make
/// 175,000 guesses a year.
/// </para>
/// <para>A caller that also locks the user's row must do so after the lock taken here, to avoid deadlocks.</para>
/// </remarks>
public sealed class AccountLockout(
    AuthDbContext db, ServerSecrets secrets, Outbox outbox, AuthMeter meter, IOptions<LockoutOptions> options)
{
    /// <summary>A guess that is not settled within this time was left behind by a crash and counts as a failure.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>The failures of one factor in a row after which no time unlocks the account (NIST SP 800-63B-4, 3.2.2).</summary>
    public const int MaxConsecutiveFailures = 100;

    private readonly LockoutOptions _options = options.Value;

    /// <summary>
    /// The keyed hash under which an identifier is stored. It does not reveal the e-mail, and nobody without the key can test
    /// whether it belongs to a given e-mail.
    /// </summary>
    public async Task<byte[]> IdentifierHashAsync(string normalizedEmail, CancellationToken cancellationToken)
    {
        var key = await secrets.GetAsync(SecretPurpose.AccountIdentifiers, cancellationToken);
        return HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(normalizedEmail));
    }

    /// <summary>
    /// Checks whether it is worth trying to reserve a guess now. This decides nothing and locks nothing, so that the many
    /// callers that wait for a turn do not block the row for those that settle a guess.
    /// </summary>
    /// <returns>Null if the caller should try to reserve a guess.</returns>
    public async Task<AttemptReservation?> PeekAsync(byte[] identifierHash, CancellationToken cancellationToken)
    {
        var rows = await db.Database.SqlQuery<PeekRow>(
            $"""
            -- check lockout
            SELECT
                CASE WHEN a.locked_until > c.now AND isfinite(a.locked_until) THEN a.locked_until - c.now END AS locked_for,
                COALESCE(a.locked_until = 'infinity', false) AS locked_for_good,
                (cardinality(a.failures) + cardinality(a.second_factor_failures) + cardinality(a.pending)
                        >= {_options.MaxFailedAttempts}
                    OR GREATEST(a.consecutive_failures, a.consecutive_second_factor_failures) + cardinality(a.pending)
                        >= {MaxConsecutiveFailures})
                    AND NOT EXISTS (SELECT FROM unnest(a.pending) p WHERE p <= c.now - {Lease}) AS is_full
            FROM (SELECT clock_timestamp() AS now) c, account_attempts a
            WHERE a.identifier_hash = {identifierHash}
            """).ToListAsync(cancellationToken);
        return rows switch
        {
            [{ LockedForGood: true }] => new AttemptReservation.Locked(Remaining: null),
            [{ LockedFor: { } remaining }] => new AttemptReservation.Locked(remaining),
            [{ IsFull: true }] => new AttemptReservation.Wait(),
            _ => null,
        };
    }

    /// <summary>Reserves one guess. The secret must not be checked before the transaction is committed.</summary>
    /// <param name="transaction">
    /// The caller's transaction. The caller learns the identity of a reservation before the commit, so that it can release the
    /// reservation even if the commit is never answered. Otherwise the account's owner would lose a guess for the whole lease.
    /// </param>
    /// <param name="identifierHash">The identifier whose secret is guessed, or a known device's counter for it.</param>
    /// <param name="device">The known device, or null for a stranger.</param>
    /// <param name="userId">The account, if there is one.</param>
    /// <param name="actor">The client or operator that makes the guess.</param>
    public async Task<AttemptReservation> ReserveAsync(
        AuditedTransaction transaction, byte[] identifierHash, DeviceCounter? device, Guid? userId, Actor actor)
    {
        ArgumentNullException.ThrowIfNull(transaction);

        var row = await TryReserveAsync(identifierHash, userId, mayLock: false);
        if (row.IsOverdue)
        {
            row = await TryReserveAsync(identifierHash, userId, mayLock: true);
        }

        // Guesses left behind by a crash reached the limit when their leases ended. This lock needs its audit row too.
        if (row.LocksNow)
        {
            var locked = new AuditEntry(AuditEvent.AccountLocked, AuditOutcome.Success, actor) { UserId = userId };
            await RecordLockAsync(transaction, device, locked, row.LockedForGood);
        }

        return row switch
        {
            { LockedForGood: true } => new AttemptReservation.Locked(Remaining: null),
            { Granted: true } => new AttemptReservation.Granted(identifierHash, row.At, device),
            { LockedFor: { } remaining } => new AttemptReservation.Locked(remaining),
            _ => new AttemptReservation.Wait(),
        };
    }

    /// <summary>
    /// Counts a reserved guess as a failure and records it, together with the lock if this failure locks the account. A guess
    /// that is already settled is neither counted nor recorded again.
    /// </summary>
    /// <param name="transaction">The transaction that takes the audit rows.</param>
    /// <param name="reservation">The reserved guess.</param>
    /// <param name="factor">The factor that was guessed.</param>
    /// <param name="refused">The audit entry of the refusal.</param>
    public async Task FailAsync(
        AuditedTransaction transaction, AttemptReservation.Granted reservation, Factor factor, AuditEntry refused)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentNullException.ThrowIfNull(refused);

        var password = factor == Factor.Password;
        var rows = await db.Database.SqlQuery<FailRow>(
            $"""
            -- count failed attempt
            UPDATE account_attempts a
            SET (
                failures, second_factor_failures, consecutive_failures, consecutive_second_factor_failures, pending, locked_until,
                updated_at) = (
                SELECT
                    CASE WHEN d.locks THEN ARRAY[]::timestamptz[] WHEN {password} THEN a.failures || c.now ELSE a.failures END,
                    CASE
                        WHEN d.locks THEN ARRAY[]::timestamptz[]
                        WHEN {password} THEN a.second_factor_failures
                        ELSE a.second_factor_failures || c.now
                    END,
                    n.password,
                    n.second_factor,
                    array_remove(a.pending, {reservation.At}),
                    CASE
                        WHEN d.locks_for_good THEN 'infinity'
                        WHEN d.locks THEN c.now + {_options.Duration}
                        ELSE a.locked_until
                    END,
                    c.now
                FROM (SELECT GREATEST(clock_timestamp(), a.updated_at + interval '1 microsecond') AS now) c
                CROSS JOIN LATERAL (
                    SELECT
                        a.consecutive_failures + {password}::int AS password,
                        a.consecutive_second_factor_failures + (NOT {password})::int AS second_factor) n
                CROSS JOIN LATERAL (
                    SELECT
                        cardinality(a.failures) + cardinality(a.second_factor_failures) + 1
                            >= {_options.MaxFailedAttempts} AS locks,
                        GREATEST(n.password, n.second_factor) >= {MaxConsecutiveFailures} AS locks_for_good) d)
            WHERE a.identifier_hash = {reservation.IdentifierHash} AND {reservation.At} = ANY(a.pending)
            RETURNING
                COALESCE(a.locked_until IN (a.updated_at + {_options.Duration}, 'infinity'), false) AS locks_now,
                COALESCE(a.locked_until = 'infinity', false) AS locked_for_good
            """).ToListAsync();
        if (rows is not [var row])
        {
            return;
        }

        transaction.Record(refused);
        if (row.LocksNow)
        {
            var locked = refused with { Outcome = AuditOutcome.Success, Reason = null };
            await RecordLockAsync(transaction, reservation.Device, locked, row.LockedForGood);
        }
    }

    /// <summary>
    /// Releases a reservation after a correct guess and clears the failures that were settled before the guess began. Failures
    /// of parallel guesses stay, because a correct guess must not buy an attacker new attempts. Only failures of the same
    /// factor are cleared; otherwise an attacker who has one factor could guess the other without limit. A known device also ends
    /// the row of failures of strangers, but neither their lock nor what they may still guess until then.
    /// </summary>
    /// <returns>The current time of Postgres.</returns>
    public async Task<DateTimeOffset> SucceedAsync(AttemptReservation.Granted reservation, Factor factor)
    {
        ArgumentNullException.ThrowIfNull(reservation);

        var secondFactor = factor == Factor.SecondFactor;
        await EndRowOfStrangersAsync(reservation, secondFactor);
        await db.Database.ExecuteSqlAsync(
            $"""
            -- clear attempts
            UPDATE account_attempts a
            SET failures = ARRAY(SELECT f FROM unnest(a.failures) f WHERE f > {reservation.At} OR {secondFactor}),
                second_factor_failures = ARRAY(
                    SELECT f FROM unnest(a.second_factor_failures) f WHERE f > {reservation.At} OR NOT {secondFactor}),
                consecutive_failures = CASE WHEN {secondFactor} THEN a.consecutive_failures ELSE (
                    SELECT count(*) FROM unnest(a.failures) f WHERE f > {reservation.At}) END,
                consecutive_second_factor_failures = CASE WHEN NOT {secondFactor} THEN a.consecutive_second_factor_failures ELSE (
                    SELECT count(*) FROM unnest(a.second_factor_failures) f WHERE f > {reservation.At}) END,
                pending = array_remove(a.pending, {reservation.At})
            WHERE a.identifier_hash = {reservation.IdentifierHash}
            """);
        var now = await db.Database.SqlQuery<DateTimeOffset>(
            $"""
            -- read clock
            SELECT clock_timestamp() AS "Value"
            """).ToListAsync();
        return now[0];
    }

    /// <summary>
    /// Locks the attempts row in the caller's transaction, which has to lock the user's rows before it knows whether the guess
    /// is correct. Without this lock, the transaction and a parallel sign-in could deadlock.
    /// </summary>
    public Task LockAsync(AttemptReservation.Granted reservation)
    {
        ArgumentNullException.ThrowIfNull(reservation);

        byte[][] identifiers = reservation.Device is { } device
            ? [reservation.IdentifierHash, device.AccountIdentifier]
            : [reservation.IdentifierHash];
        return db.Database.ExecuteSqlAsync(
            $"""
            -- lock attempts
            SELECT FROM account_attempts WHERE identifier_hash = ANY({identifiers}) ORDER BY identifier_hash FOR UPDATE
            """);
    }

    /// <summary>Releases a reservation whose secret was never checked, or was correct.</summary>
    public Task ReleaseAsync(AttemptReservation.Granted reservation) => db.Database.ExecuteSqlAsync(
        $"""
        -- release attempt
        UPDATE account_attempts SET pending = array_remove(pending, {reservation.At})
        WHERE identifier_hash = {reservation.IdentifierHash}
        """);

    /// <summary>Clears the guesses that were counted before the account existed.</summary>
    /// <param name="isNew">
    /// Whether the account has just been created. If not, nothing is cleared, but the same statement runs.
    /// </param>
    public Task ClearAsync(byte[] identifierHash, bool isNew) => db.Database.ExecuteSqlAsync(
        $"""
        -- delete attempts
        DELETE FROM account_attempts WHERE identifier_hash = {identifierHash} AND {isNew}
        """);

    /// <summary>Notes which account an identifier belongs to now, so that operators find its lock.</summary>
    /// <param name="isNew">
    /// Whether the account has just been created. If not, nothing is changed, but the same statement runs.
    /// </param>
    public Task AssignAsync(byte[] identifierHash, Guid userId, bool isNew) => db.Database.ExecuteSqlAsync(
        $"""
        -- assign attempts
        UPDATE account_attempts SET user_id = {userId} WHERE identifier_hash = {identifierHash} AND {isNew}
        """);

    /// <summary>
    /// Locks the attempts of an account that is being deleted, and removes its id from them. The failures and the lock stay, as
    /// they would at an identifier without an account. Otherwise a lock that ends early would reveal that the account existed.
    /// </summary>
    public Task DetachAsync(Guid userId) => db.Database.ExecuteSqlAsync(SqlFragment.Inline(
        $"""
        -- detach attempts
        UPDATE account_attempts SET user_id = NULL WHERE {IsOf(userId)}
        """));

    /// <summary>Clears the guesses at several identifiers.</summary>
    /// <returns>How many of them had any.</returns>
    public Task<int> ClearAsync(byte[][] identifierHashes) => db.AccountAttempts.TagWith("delete attempts")
        .Where(a => identifierHashes.Contains(a.IdentifierHash)).ExecuteDeleteAsync();

    /// <summary>Clears the failed codes of a user whose second factors are removed. A lock that they caused stays.</summary>
    public Task ClearSecondFactorFailuresAsync(Guid userId) => db.Database.ExecuteSqlAsync(SqlFragment.Inline(
        $"""
        -- clear second-factor failures
        UPDATE account_attempts SET second_factor_failures = ARRAY[]::timestamptz[], consecutive_second_factor_failures = 0
        WHERE {IsOf(userId)}
        """));

    /// <summary>Whether a user has a lock or counted failures that <see cref="UnlockAsync"/> would clear.</summary>
    public Task<bool> CanUnlockAsync(Guid userId, CancellationToken cancellationToken) =>
        LockedOrCounted(userId).TagWith("check lock").AnyAsync(cancellationToken);

    /// <summary>Clears the lock and the counted failures of a user.</summary>
    /// <returns>Whether there was anything to clear.</returns>
    public async Task<bool> UnlockAsync(Guid userId)
    {
        await db.Database.ExecuteSqlAsync(SqlFragment.Inline(
            $"""
            -- lock attempts
            SELECT FROM account_attempts WHERE {IsOf(userId)}
            """));
        return await LockedOrCounted(userId).TagWith("unlock account").ExecuteDeleteAsync() > 0;
    }

    /// <summary>
    /// Clears the wrong passwords at an identifier whose mailbox has been proved, and the lock that they caused. What wrong codes
    /// caused stays, and guesses in flight count. Otherwise somebody with the mailbox could guess at the second factor without
    /// limit, with a reset after every few codes.
    /// </summary>
    public Task ClearPasswordFailuresAsync(byte[] identifierHash) => db.Database.ExecuteSqlAsync(
        $"""
        -- clear password failures
        UPDATE account_attempts
        SET failures = ARRAY[]::timestamptz[], consecutive_failures = 0,
            locked_until = CASE
                WHEN consecutive_second_factor_failures >= {MaxConsecutiveFailures} THEN locked_until
                WHEN consecutive_second_factor_failures > 0 AND isfinite(locked_until) THEN locked_until END
        WHERE identifier_hash = {identifierHash}
        """);

    /// <summary>
    /// Begins a new row of failures after a sign-in that needs no password. A lock that time ends stays, because the guesses
    /// within its window have been made.
    /// </summary>
    public Task ClearConsecutiveFailuresAsync(Guid userId) => db.Database.ExecuteSqlAsync(SqlFragment.Inline(
        $"""
        -- clear consecutive failures
        UPDATE account_attempts
        SET consecutive_failures = 0, consecutive_second_factor_failures = 0, locked_until = NULLIF(locked_until, 'infinity')
        WHERE {IsOf(userId)} AND (consecutive_failures > 0 OR consecutive_second_factor_failures > 0)
        """));

    /// <summary>
    /// Selects the rows of a user: that of the account, and those of known devices. They are locked in one order, so that two
    /// such statements cannot deadlock.
    /// </summary>
    private static FormattableString IsOf(Guid userId) =>
        $"""
        identifier_hash = ANY(ARRAY(
            SELECT identifier_hash FROM account_attempts WHERE user_id = {userId} ORDER BY identifier_hash FOR UPDATE))
        """;

    private IQueryable<AccountAttempts> LockedOrCounted(Guid userId) => db.AccountAttempts.Where(
        a => a.UserId == userId
            && (a.LockedUntil != null
                || a.ConsecutiveFailures + a.ConsecutiveSecondFactorFailures > 0
                || a.Failures.Length + a.SecondFactorFailures.Length + a.Pending.Length > 0));

    private async Task EndRowOfStrangersAsync(AttemptReservation.Granted reservation, bool secondFactor)
    {
        if (reservation.Device is not { } device)
        {
            return;
        }

        await LockAsync(reservation);
        await db.Database.ExecuteSqlAsync(
            $"""
            -- clear consecutive failures
            UPDATE account_attempts
            SET consecutive_failures = CASE WHEN {secondFactor} THEN consecutive_failures ELSE 0 END,
                consecutive_second_factor_failures = CASE WHEN {secondFactor} THEN 0 ELSE consecutive_second_factor_failures END
            WHERE identifier_hash = {device.AccountIdentifier} AND locked_until IS DISTINCT FROM 'infinity'
                AND (consecutive_failures > 0 OR consecutive_second_factor_failures > 0)
            """);
    }

    /// <summary>The notice is added for unknown accounts too, so that a lock takes the same time for both.</summary>
    private async Task RecordLockAsync(AuditedTransaction transaction, DeviceCounter? device, AuditEntry locked, bool forGood)
    {
        var isDevice = device is not null;
        var details = MailDetails.Of(locked.Actor) with { KnownDevice = isDevice };
        var notice = forGood
            ? NewMail.ToUser(MailKind.PasswordLocked, locked.UserId, details)
            : NewMail.ToUser(
                MailKind.AccountLocked, locked.UserId,
                details with { Minutes = (int)Math.Ceiling(_options.Duration.TotalMinutes) });
        await outbox.AddAsync(transaction, notice);
        if (device is not null)
        {
            await LockDeviceAsync(device);
        }

        transaction.Record(locked with
        {
            Event = isDevice ? AuditEvent.DeviceLocked : AuditEvent.AccountLocked,
            Reason = forGood ? AuditReason.ConsecutiveFailures : null,
        });
        transaction.AfterCommit(isDevice ? meter.DeviceLockout : meter.Lockout);
    }

    /// <summary>
    /// The device is known no longer than the lock lasts. Otherwise a stolen token would give new guesses after each lock. The
    /// lock is the last to end, so that it still stops a request that found the device known.
    /// </summary>
    private Task LockDeviceAsync(DeviceCounter device) => db.Database.ExecuteSqlAsync(
        $"""
        -- lock device
        UPDATE devices SET known_until = clock_timestamp() + {_options.Duration * 0.99} WHERE id = {device.DeviceId}
        """);

    private async Task<ReserveRow> TryReserveAsync(byte[] identifierHash, Guid? userId, bool mayLock)
    {
        var rows = await db.Database.SqlQuery<ReserveRow>(
            $"""
            -- reserve attempt
            INSERT INTO account_attempts AS a (identifier_hash, user_id, failures, pending, updated_at)
            SELECT {identifierHash}, {userId}::uuid, ARRAY[]::timestamptz[], ARRAY[c.now], c.now
            FROM (SELECT clock_timestamp() AS now) c
            ON CONFLICT (identifier_hash) DO UPDATE
            SET (user_id, failures, second_factor_failures, consecutive_failures, pending, locked_until, updated_at) = (
                SELECT
                    COALESCE({userId}::uuid, a.user_id),
                    CASE WHEN d.locks THEN ARRAY[]::timestamptz[] ELSE f.failures END,
                    CASE WHEN d.locks THEN ARRAY[]::timestamptz[] ELSE a.second_factor_failures END,
                    f.consecutive,
                    CASE WHEN d.grants THEN f.live || c.now ELSE f.live END,
                    CASE
                        WHEN d.locks AND f.most_consecutive >= {MaxConsecutiveFailures} THEN 'infinity'
                        WHEN d.locks THEN c.now + {_options.Duration}
                        ELSE a.locked_until
                    END,
                    c.now
                FROM (SELECT GREATEST(clock_timestamp(), a.updated_at + interval '1 microsecond') AS now) c
                CROSS JOIN LATERAL (
                    SELECT
                        ARRAY(SELECT p FROM unnest(a.pending) p WHERE p <= c.now - {Lease}) AS overdue,
                        ARRAY(SELECT p FROM unnest(a.pending) p WHERE p > c.now - {Lease}) AS live) p
                CROSS JOIN LATERAL (
                    SELECT
                        a.failures || p.overdue AS failures,
                        p.live,
                        a.consecutive_failures + cardinality(p.overdue) AS consecutive,
                        GREATEST(a.consecutive_failures + cardinality(p.overdue), a.consecutive_second_factor_failures)
                            AS most_consecutive) f
                CROSS JOIN LATERAL (
                    SELECT
                        {mayLock} AND a.locked_until IS DISTINCT FROM 'infinity'
                            AND (cardinality(f.failures) + cardinality(a.second_factor_failures)
                                    >= {_options.MaxFailedAttempts}
                                OR f.most_consecutive >= {MaxConsecutiveFailures}) AS locks,
                        cardinality(f.failures) + cardinality(a.second_factor_failures) + cardinality(f.live)
                            < {_options.MaxFailedAttempts}
                            AND f.most_consecutive + cardinality(f.live) < {MaxConsecutiveFailures}
                            AND (a.locked_until IS NULL OR a.locked_until <= c.now) AS grants) d)
            RETURNING
                a.updated_at AS at,
                a.updated_at = ANY(a.pending) AS granted,
                CASE
                    WHEN a.locked_until > a.updated_at AND isfinite(a.locked_until) THEN a.locked_until - a.updated_at
                END AS locked_for,
                COALESCE(a.locked_until = 'infinity', false) AS locked_for_good,
                a.locked_until IS DISTINCT FROM 'infinity'
                    AND (cardinality(a.failures) + cardinality(a.second_factor_failures) >= {_options.MaxFailedAttempts}
                        OR GREATEST(a.consecutive_failures, a.consecutive_second_factor_failures)
                            >= {MaxConsecutiveFailures}) AS is_overdue,
                COALESCE(a.locked_until = a.updated_at + {_options.Duration}, false)
                    OR {mayLock} AND COALESCE(a.locked_until = 'infinity', false) AS locks_now
            """).ToListAsync();
        return rows[0];
    }

    private sealed record PeekRow(TimeSpan? LockedFor, bool LockedForGood, bool IsFull);

    private sealed record ReserveRow(
        DateTimeOffset At, bool Granted, TimeSpan? LockedFor, bool LockedForGood, bool IsOverdue, bool LocksNow);

    private sealed record FailRow(bool LocksNow, bool LockedForGood);
}
