using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.SecondFactor;

/// <summary>
/// Manages the step between a correct password and a session. A challenge expires after five minutes or five codes, whichever
/// comes first, and starts at most one session.
/// </summary>
public sealed class SecondFactorChallenges(AuthDbContext db)
{
    public const string TokenPrefix = "sa2f_";

    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private const int MaxAttempts = 5;

    private const int TokenSize = 32;

    /// <summary>
    /// Starts a challenge inside the caller's transaction, unless the account has changed since the sign-in began. It ends older
    /// challenges of the user, but leaves expired ones alone, because a purge may have locked them.
    /// </summary>
    /// <returns>Null if the account has changed since the sign-in read it.</returns>
    public async Task<StartedChallenge?> StartAsync(Guid userId, string securityStamp, string? deviceName)
    {
        // The lock is a separate statement, so that the next one sees a challenge that a parallel sign-in has just started.
        await db.LockUserAsync(userId);
        var token = TokenPrefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenSize));
        var started = await db.Database.SqlQuery<bool>(
            $"""
            -- insert challenge
            WITH account AS (
                SELECT id FROM users WHERE id = {userId} AND security_stamp = {securityStamp} AND is_active),
            ended AS (
                UPDATE second_factor_challenges c SET used_at = clock_timestamp()
                FROM account
                WHERE c.user_id = account.id AND c.used_at IS NULL AND c.expires_at > clock_timestamp())
            INSERT INTO second_factor_challenges (
                token_hash, user_id, security_stamp, device_name, created_at, expires_at, attempts)
            SELECT {Hash(token)}, id, {securityStamp}, {deviceName}::text, clock_timestamp(), clock_timestamp() + {Lifetime}, 0
            FROM account
            RETURNING EXISTS (SELECT FROM passkeys p WHERE p.user_id = second_factor_challenges.user_id) AS "Value"
            """).ToListAsync();
        return started is [var hasPasskey] ? new StartedChallenge(token, hasPasskey) : null;
    }

    /// <summary>Finds the challenge of a temporary token.</summary>
    /// <returns>
    /// Null if the challenge is unknown, expired, used or out of attempts, or if the password was changed or the account was
    /// disabled since it was started.
    /// </returns>
    public async Task<OpenChallenge?> FindAsync(string token, CancellationToken cancellationToken)
    {
        var rows = await db.Database.SqlQuery<OpenChallenge>(
            $"""
            -- find challenge
            SELECT c.token_hash, c.user_id, u.normalized_email,
                c.security_stamp, c.device_name
            FROM second_factor_challenges c JOIN users u ON u.id = c.user_id
            WHERE c.token_hash = {Hash(token)} AND c.used_at IS NULL AND c.expires_at > clock_timestamp()
                AND c.attempts < {MaxAttempts} AND u.security_stamp = c.security_stamp AND u.is_active
            """).ToListAsync(cancellationToken);
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>
    /// Counts a code before it is checked and locks the challenge until the caller's transaction ends. Of parallel callers with
    /// the same correct code, the later ones thus find the challenge used instead of the code wrong. Rolling back the transaction
    /// undoes the count.
    /// </summary>
    /// <returns>False if the challenge is used, expired or out of attempts.</returns>
    public async Task<bool> LockAsync(OpenChallenge challenge)
    {
        ArgumentNullException.ThrowIfNull(challenge);

        return await db.Database.ExecuteSqlAsync(
            $"""
            -- count challenge attempt
            UPDATE second_factor_challenges SET attempts = attempts + 1
            WHERE token_hash = {challenge.TokenHash} AND used_at IS NULL AND expires_at > clock_timestamp()
                AND attempts < {MaxAttempts}
            """) > 0;
    }

    /// <summary>Marks a locked challenge as used.</summary>
    public Task UseAsync(OpenChallenge challenge)
    {
        ArgumentNullException.ThrowIfNull(challenge);

        return db.Database.ExecuteSqlAsync(
            $"""
            -- use challenge
            UPDATE second_factor_challenges SET used_at = clock_timestamp() WHERE token_hash = {challenge.TokenHash}
            """);
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
