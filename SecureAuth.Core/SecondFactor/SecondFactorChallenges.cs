using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.SecondFactor;

/// <summary>
/// The step between a right password and a session. A challenge lives for five minutes or five codes, whichever ends
/// first, and opens one session.
/// </summary>
public sealed class SecondFactorChallenges(AuthDbContext db)
{
    public const string TokenPrefix = "sa2f_";

    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private const int MaxAttempts = 5;

    private const int TokenSize = 32;

    /// <summary>
    /// Starts a challenge inside the caller's transaction, unless the account changed since the sign-in began; older ones of the
    /// user end.
    /// </summary>
    /// <returns>The temporary token; null if the account is no longer what the sign-in saw.</returns>
    public async Task<string?> StartAsync(Guid userId, string securityStamp, string? deviceName)
    {
        // Locked by a statement of its own: the next one then sees the challenge that a parallel sign-in has just begun.
        await db.Database.ExecuteSqlAsync($"SELECT FROM users WHERE id = {userId} FOR UPDATE");
        var token = TokenPrefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenSize));
        var started = await db.Database.ExecuteSqlAsync(
            $"""
            WITH account AS (
                SELECT id FROM users WHERE id = {userId} AND security_stamp = {securityStamp} AND is_active),
            ended AS (
                UPDATE second_factor_challenges c SET used_at = clock_timestamp()
                FROM account WHERE c.user_id = account.id AND c.used_at IS NULL)
            INSERT INTO second_factor_challenges (
                token_hash, user_id, security_stamp, device_name, created_at, expires_at, attempts)
            SELECT {Hash(token)}, id, {securityStamp}, {deviceName}::text, clock_timestamp(), clock_timestamp() + {Lifetime}, 0
            FROM account
            """);
        return started == 0 ? null : token;
    }

    /// <summary>The challenge of a temporary token, if a code may still be tried at it.</summary>
    /// <returns>
    /// Null if it is unknown, expired, used, or has had its codes, or if the password changed or the account was disabled since
    /// it began.
    /// </returns>
    public async Task<OpenChallenge?> FindAsync(string token, CancellationToken cancellationToken)
    {
        var rows = await db.Database.SqlQuery<OpenChallenge>(
            $"""
            SELECT c.token_hash, c.user_id, u.normalized_email,
                c.security_stamp, c.device_name
            FROM second_factor_challenges c JOIN users u ON u.id = c.user_id
            WHERE c.token_hash = {Hash(token)} AND c.used_at IS NULL AND c.expires_at > clock_timestamp()
                AND c.attempts < {MaxAttempts} AND u.security_stamp = c.security_stamp AND u.is_active
            """).ToListAsync(cancellationToken);
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>
    /// Counts a code before it is looked at, and holds the challenge until the caller's transaction ends, so that of parallel
    /// callers with one right code those that come too late find the challenge used, and not their code wrong. A transaction
    /// that is rolled back has not counted.
    /// </summary>
    /// <returns>False if it has been used, has expired, or has had its codes.</returns>
    public async Task<bool> LockAsync(OpenChallenge challenge)
    {
        ArgumentNullException.ThrowIfNull(challenge);

        return await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE second_factor_challenges SET attempts = attempts + 1
            WHERE token_hash = {challenge.TokenHash} AND used_at IS NULL AND expires_at > clock_timestamp()
                AND attempts < {MaxAttempts}
            """) > 0;
    }

    /// <summary>Uses a held challenge up.</summary>
    public Task UseAsync(OpenChallenge challenge)
    {
        ArgumentNullException.ThrowIfNull(challenge);

        return db.Database.ExecuteSqlAsync(
            $"UPDATE second_factor_challenges SET used_at = clock_timestamp() WHERE token_hash = {challenge.TokenHash}");
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
