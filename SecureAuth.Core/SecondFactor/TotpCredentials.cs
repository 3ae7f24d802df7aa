using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Data;
using SecureAuth.Core.Keys;

namespace SecureAuth.Core.SecondFactor;

/// <summary>Stores authenticator apps and accepts each code once.</summary>
public sealed partial class TotpCredentials(
    AuthDbContext db, KeyRing keyRing, PostgresClock clock, IOptions<TotpOptions> options, ILogger<TotpCredentials> logger)
{
    /// <summary>The time within which a set-up must be confirmed.</summary>
    public static readonly TimeSpan SetUpLifetime = TimeSpan.FromMinutes(10);

    /// <summary>Encrypts a secret for storage. Call this before a transaction begins.</summary>
    public byte[] Protect(Guid userId, byte[] secret) => keyRing.Protect(RingPurpose.Totp(userId), secret);

    /// <summary>Stores an unconfirmed authenticator, replacing any other unconfirmed one.</summary>
    /// <returns>False if the user has a confirmed authenticator, or has been deleted.</returns>
    public async Task<bool> SetUpAsync(Guid userId, byte[] protectedSecret) => await db.Database.ExecuteSqlAsync(
        $"""
        -- insert authenticator
        INSERT INTO totp_credentials AS t (user_id, protected_secret, last_used_step, created_at)
        SELECT id, {protectedSecret}, 0, clock_timestamp() FROM users WHERE id = {userId} FOR KEY SHARE
        ON CONFLICT (user_id) DO UPDATE
        SET protected_secret = EXCLUDED.protected_secret, last_used_step = 0, created_at = EXCLUDED.created_at
        WHERE t.confirmed_at IS NULL
        """) > 0;

    /// <summary>Finds the user's confirmed authenticator.</summary>
    public Task<TotpCredential?> FindConfirmedAsync(Guid userId, CancellationToken cancellationToken) =>
        db.TotpCredentials.AsNoTracking().TagWith("find authenticator")
            .SingleOrDefaultAsync(t => t.UserId == userId && t.ConfirmedAt != null, cancellationToken);

    /// <summary>Finds the authenticator that the user has set up and can still confirm.</summary>
    public Task<TotpCredential?> FindPendingAsync(Guid userId, CancellationToken cancellationToken) => db.TotpCredentials.FromSql(
        $"""
        SELECT * FROM totp_credentials
        WHERE user_id = {userId} AND confirmed_at IS NULL AND created_at > clock_timestamp() - {SetUpLifetime}
        """).AsNoTracking().TagWith("find authenticator set-up").SingleOrDefaultAsync(cancellationToken);

    /// <summary>Locks a set-up until the caller's transaction ends.</summary>
    /// <returns>False if the set-up has been replaced or confirmed or has expired since it was read.</returns>
    public async Task<bool> LockPendingAsync(TotpCredential pending)
    {
        ArgumentNullException.ThrowIfNull(pending);

        var locked = await db.Database.SqlQuery<bool>(
            $"""
            -- lock authenticator
            SELECT true AS "Value" FROM totp_credentials
            WHERE user_id = {pending.UserId} AND created_at = {pending.CreatedAt} AND confirmed_at IS NULL
                AND created_at > clock_timestamp() - {SetUpLifetime}
            FOR UPDATE
            """).ToListAsync();
        return locked.Count > 0;
    }

    /// <summary>
    /// Returns the time step of a correct code, or null if the code is wrong. It does not check whether the code was used before.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The key that encrypts the secret is currently unavailable.</exception>
    public long? MatchStep(TotpCredential credential, string code)
    {
        ArgumentNullException.ThrowIfNull(credential);

        try
        {
            var secret = keyRing.Unprotect(RingPurpose.Totp(credential.UserId), credential.ProtectedSecret);
            return Totp.MatchStep(secret, code, clock.GetUtcNow(), options.Value.AcceptPreviousCode);
        }
        catch (CryptographicException)
        {
            // The secret was tampered with or belongs to another user. No code is correct then, but recovery codes still work.
            LogUnreadable(credential.UserId);
            return null;
        }
    }

    /// <summary>Consumes a code. Of all callers with a code of this or an older step, only the first gets true.</summary>
    /// <param name="credential">
    /// The credential as it was read. If it has been replaced since then, its time of creation differs.
    /// </param>
    /// <param name="step">The time step of the code.</param>
    public async Task<bool> UseAsync(TotpCredential credential, long step)
    {
        ArgumentNullException.ThrowIfNull(credential);

        return await db.Database.ExecuteSqlAsync(
            $"""
            -- use code
            UPDATE totp_credentials SET last_used_step = {step}
            WHERE user_id = {credential.UserId} AND created_at = {credential.CreatedAt} AND confirmed_at IS NOT NULL
                AND last_used_step < {step}
            """) > 0;
    }

    /// <summary>Confirms a locked set-up with its first code, which is consumed.</summary>
    public async Task<bool> ConfirmAsync(TotpCredential pending, long step)
    {
        ArgumentNullException.ThrowIfNull(pending);

        return await db.Database.ExecuteSqlAsync(
            $"""
            -- confirm authenticator
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
            -- delete second factors
            WITH t AS (DELETE FROM totp_credentials WHERE user_id = {userId} RETURNING 1),
                r AS (DELETE FROM recovery_codes WHERE user_id = {userId} RETURNING 1)
            UPDATE users SET totp_enabled = false, updated_at = clock_timestamp() WHERE id = {userId}
            RETURNING (SELECT count(*)::int FROM t) AS authenticators, (SELECT count(*)::int FROM r) AS recovery_codes,
                0 AS passkeys
            """).ToListAsync();
        return removed is [var counts] ? counts : RemovedFactors.None;
    }

    /// <summary>
    /// Removes the authenticator and the recovery codes that a locked user got after this time. Older codes end together with
    /// their authenticator only.
    /// </summary>
    public Task RemoveNewerAsync(Guid userId, DateTimeOffset time) => db.Database.ExecuteSqlAsync(
        $"""
        -- delete newer second factors
        WITH t AS (
                DELETE FROM totp_credentials WHERE user_id = {userId} AND COALESCE(confirmed_at, created_at) > {time}
                RETURNING confirmed_at),
            r AS (
                DELETE FROM recovery_codes
                WHERE user_id = {userId} AND (created_at > {time} OR EXISTS (SELECT FROM t WHERE confirmed_at IS NOT NULL)))
        UPDATE users SET totp_enabled = totp_enabled AND NOT EXISTS (SELECT FROM t WHERE confirmed_at IS NOT NULL)
        WHERE id = {userId}
        """);

    [LoggerMessage(
        EventId = 1, Level = LogLevel.Warning,
        Message = "The authenticator secret of user {UserId} cannot be decrypted with this key ring")]
    private partial void LogUnreadable(Guid userId);
}
