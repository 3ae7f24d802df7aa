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
    AuthDbContext db, ServerSecrets secrets, AuditLog audit, AuthMeter meter, IOptions<LockoutOptions> options)
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

    /// <summary>How long the identifier is locked yet; null if it is not.</summary>
    public async Task<TimeSpan?> LockedForAsync(byte[] identifierHash, CancellationToken cancellationToken)
    {
        var remaining = await db.Database.SqlQuery<TimeSpan>(
            $"""
            SELECT locked_until - clock_timestamp() AS "Value" FROM account_attempts
            WHERE identifier_hash = {identifierHash} AND locked_until > clock_timestamp()
            """).ToListAsync(cancellationToken);
        return remaining.Count == 0 ? null : remaining[0];
    }

    /// <summary>Asks for one guess. Nothing of the password may have been looked at before this.</summary>
    /// <remarks>
    /// It cannot be cancelled: a grant that a caller left unread would keep one of the few guesses from the account's owner
    /// for the whole lease.
    /// </remarks>
    public async Task<AttemptReservation> ReserveAsync(byte[] identifierHash, Guid? userId, Actor actor)
    {
        var row = await AskAsync(identifierHash, userId, mayLock: false);
        if (row.IsOverdue)
        {
            row = await LockOverdueAsync(identifierHash, userId, actor);
        }

        return row switch
        {
            { Granted: true } => new AttemptReservation.Granted(identifierHash, row.At),
            { LockedFor: { } remaining } => new AttemptReservation.Locked(remaining),
            _ => new AttemptReservation.Wait(),
        };
    }

    /// <summary>Counts a reserved guess as a failure. True if that was the one that locked the account.</summary>
    public async Task<bool> FailAsync(
        AttemptReservation.Granted reservation, Factor factor, CancellationToken cancellationToken)
    {
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
            """).ToListAsync(cancellationToken);
        return locked is [true];
    }

    /// <summary>
    /// Gives a reservation back after a right guess and forgets the failures that were settled before it began. Those of
    /// guesses that ran beside it stay: a right guess must not pay for parallel wrong ones. Only failures at the same factor are
    /// forgotten: whoever has one of the two could otherwise guess the other without end.
    /// </summary>
    /// <returns>The time by Postgres.</returns>
    public async Task<DateTimeOffset> SucceedAsync(
        AttemptReservation.Granted reservation, Factor factor, CancellationToken cancellationToken)
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
            """,
            cancellationToken);
        var now = await db.Database.SqlQuery<DateTimeOffset>($"""SELECT clock_timestamp() AS "Value" """)
            .ToListAsync(cancellationToken);
        return now[0];
    }

    /// <summary>
    /// Locks the row for the caller's transaction, which must touch the user's rows before it knows whether the guess was
    /// right. Without this, it and a sign-in would wait for each other.
    /// </summary>
    public Task HoldAsync(AttemptReservation.Granted reservation, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"SELECT FROM account_attempts WHERE identifier_hash = {reservation.IdentifierHash} FOR UPDATE", cancellationToken);

    /// <summary>Gives back a reservation whose password was never looked at.</summary>
    public Task ReleaseAsync(AttemptReservation.Granted reservation, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"""
            UPDATE account_attempts SET pending = array_remove(pending, {reservation.At})
            WHERE identifier_hash = {reservation.IdentifierHash}
            """,
            cancellationToken);

    /// <summary>Forgets what was counted before there was such an account.</summary>
    public Task ForgetAsync(byte[] identifierHash, CancellationToken cancellationToken) =>
        db.AccountAttempts.Where(a => a.IdentifierHash == identifierHash).ExecuteDeleteAsync(cancellationToken);

    /// <summary>Clears the lock and the counted failures of a user.</summary>
    /// <returns>Whether there was anything to clear.</returns>
    public async Task<bool> UnlockAsync(Guid userId, CancellationToken cancellationToken) =>
        await db.AccountAttempts
            .Where(a => a.UserId == userId && (a.LockedUntil != null || a.Failures.Length + a.SecondFactorFailures.Length + a.Pending.Length > 0))
            .ExecuteDeleteAsync(cancellationToken) > 0;

    /// <summary>The guesses of a crash filled the limit when their leases ended: the lock comes with its audit row.</summary>
    private async Task<ReserveRow> LockOverdueAsync(byte[] identifierHash, Guid? userId, Actor actor)
    {
        await using var transaction = await audit.BeginAsync(CancellationToken.None);
        var row = await AskAsync(identifierHash, userId, mayLock: true);
        if (row.LocksNow)
        {
            transaction.Record(new AuditEntry(AuditEvent.AccountLocked, AuditOutcome.Success, actor) { UserId = userId });
        }

        await transaction.CommitAsync(CancellationToken.None);
        if (row.LocksNow)
        {
            meter.Lockout();
        }

        return row;
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
                a.updated_at AS "At",
                a.updated_at = ANY(a.pending) AS "Granted",
                CASE WHEN a.locked_until > a.updated_at THEN a.locked_until - a.updated_at END AS "LockedFor",
                cardinality(a.failures) + cardinality(a.second_factor_failures) >= {_options.MaxFailedAttempts} AS "IsOverdue",
                COALESCE(a.locked_until = a.updated_at + {_options.Duration}, false) AS "LocksNow"
            """).ToListAsync();
        return rows[0];
    }

    private sealed record ReserveRow(DateTimeOffset At, bool Granted, TimeSpan? LockedFor, bool IsOverdue, bool LocksNow);
}
