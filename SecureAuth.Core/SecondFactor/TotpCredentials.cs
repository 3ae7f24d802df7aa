using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using SecureAuth.Core.Data;
using SecureAuth.Core.Keys;

namespace SecureAuth.Core.SecondFactor;

/// <summary>Keeps authenticator apps, and lets each code through once.</summary>
public sealed partial class TotpCredentials(
    AuthDbContext db, KeyRing keyRing, PostgresClock clock, ILogger<TotpCredentials> logger)
{
    /// <summary>How long a set-up that was begun can be confirmed.</summary>
    public static readonly TimeSpan SetUpLifetime = TimeSpan.FromMinutes(10);

    /// <summary>The secret as it is stored; computed before a transaction begins.</summary>
    public byte[] Protect(Guid userId, byte[] secret) => keyRing.Protect(RingPurpose.Totp(userId), secret);

    /// <summary>Keeps a secret that is not in force yet; one that was set up and never confirmed is replaced.</summary>
    /// <returns>False if the user has a confirmed one.</returns>
    public async Task<bool> SetUpAsync(Guid userId, byte[] protectedSecret) => await db.Database.ExecuteSqlAsync(
        $"""
        INSERT INTO totp_credentials AS t (user_id, protected_secret, last_used_step, created_at)
        VALUES ({userId}, {protectedSecret}, 0, clock_timestamp())
        ON CONFLICT (user_id) DO UPDATE
        SET protected_secret = EXCLUDED.protected_secret, last_used_step = 0, created_at = EXCLUDED.created_at
        WHERE t.confirmed_at IS NULL
        """) > 0;

    /// <summary>The user's authenticator, if it is in force.</summary>
    public Task<TotpCredential?> FindConfirmedAsync(Guid userId, CancellationToken cancellationToken) =>
        db.TotpCredentials.AsNoTracking().SingleOrDefaultAsync(t => t.UserId == userId && t.ConfirmedAt != null, cancellationToken);

    /// <summary>The authenticator that the user has set up and can still confirm.</summary>
    public Task<TotpCredential?> FindPendingAsync(Guid userId, CancellationToken cancellationToken) => db.TotpCredentials.FromSql(
        $"""
        SELECT * FROM totp_credentials
        WHERE user_id = {userId} AND confirmed_at IS NULL AND created_at > clock_timestamp() - {SetUpLifetime}
        """).AsNoTracking().SingleOrDefaultAsync(cancellationToken);

    /// <summary>Holds a set-up until the caller's transaction ends.</summary>
    /// <returns>False if it was replaced or confirmed, or has run out, since it was read.</returns>
    public async Task<bool> LockPendingAsync(TotpCredential pending)
    {
        ArgumentNullException.ThrowIfNull(pending);

        var held = await db.Database.SqlQuery<bool>(
            $"""
            SELECT true AS "Value" FROM totp_credentials
            WHERE user_id = {pending.UserId} AND created_at = {pending.CreatedAt} AND confirmed_at IS NULL
                AND created_at > clock_timestamp() - {SetUpLifetime}
            FOR UPDATE
            """).ToListAsync();
        return held.Count > 0;
    }

    /// <summary>The time step of a right code; null if the code is wrong. Says nothing about whether it was used before.</summary>
    /// <exception cref="StoreUnavailableException">The key that the secret is under cannot be had now.</exception>
    public long? StepOf(TotpCredential credential, string code)
    {
        ArgumentNullException.ThrowIfNull(credential);

        try
        {
            var secret = keyRing.Unprotect(RingPurpose.Totp(credential.UserId), credential.ProtectedSecret);
            return Totp.StepOf(secret, code, clock.GetUtcNow());
        }
        catch (CryptographicException)
        {
            // Another user's secret or a tampered one: no code of it is right, and recovery codes go on.
            LogUnreadable(credential.UserId);
            return null;
        }
    }

    /// <summary>Uses a code up: of all callers that bring one of this step, or of an older one, the first alone gets true.</summary>
    /// <param name="credential">As it was read; one that was set up anew since then has another time of creation.</param>
    /// <param name="step">The code's.</param>
    public async Task<bool> UseAsync(TotpCredential credential, long step)
    {
        ArgumentNullException.ThrowIfNull(credential);

        return await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE totp_credentials SET last_used_step = {step}
            WHERE user_id = {credential.UserId} AND created_at = {credential.CreatedAt} AND confirmed_at IS NOT NULL
                AND last_used_step < {step}
            """) > 0;
    }

    /// <summary>Puts a held set-up into force by its first code, which is used up by that.</summary>
    public async Task<bool> ConfirmAsync(TotpCredential pending, long step)
    {
        ArgumentNullException.ThrowIfNull(pending);

        return await db.Database.ExecuteSqlAsync(
            $"""
            WITH confirmed AS (
                UPDATE totp_credentials SET confirmed_at = clock_timestamp(), last_used_step = {step}
                WHERE user_id = {pending.UserId} AND confirmed_at IS NULL AND created_at = {pending.CreatedAt}
                RETURNING user_id)
            UPDATE users SET totp_enabled = true, updated_at = clock_timestamp()
            FROM confirmed WHERE users.id = confirmed.user_id
            """) > 0;
    }

    /// <summary>Removes the user's authenticator and recovery codes.</summary>
    public async Task<RemovedFactors> RemoveAsync(Guid userId)
    {
        var removed = await db.Database.SqlQuery<RemovedFactors>(
            $"""
            WITH t AS (DELETE FROM totp_credentials WHERE user_id = {userId} RETURNING 1),
                r AS (DELETE FROM recovery_codes WHERE user_id = {userId} RETURNING 1)
            UPDATE users SET totp_enabled = false, updated_at = clock_timestamp() WHERE id = {userId}
            RETURNING (SELECT count(*)::int FROM t) AS authenticators, (SELECT count(*)::int FROM r) AS recovery_codes
            """).ToListAsync();
        return removed is [var counts] ? counts : new RemovedFactors(0, 0);
    }

    [LoggerMessage(
        EventId = 1, Level = LogLevel.Warning, Message = "The authenticator secret of user {UserId} cannot be decrypted with this key ring")]
    private partial void LogUnreadable(Guid userId);
}
