using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Data;
using SecureAuth.Core.Features;

namespace SecureAuth.Core.SecondFactor;

/// <summary>
/// Manages the step between a correct password and a session: the second factor or its set-up. A challenge expires after five
/// minutes, a set-up after ten, and both after five codes. Each starts at most one session.
/// </summary>
public sealed class SecondFactorChallenges(AuthDbContext db, IOptions<FeatureOptions> features)
{
    public const string TokenPrefix = "sa2f_";

    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>Long enough to install an app.</summary>
    public static readonly TimeSpan SetUpLifetime = TimeSpan.FromMinutes(10);

    private const string SetUpTokenPrefix = "sasu_";

    private const int MaxAttempts = 5;

    private const int TokenSize = 32;

    /// <summary>
    /// A set-up ends with the first factor of the user. Otherwise somebody who knows the password and has started one before
    /// could add a factor to an account that is protected by now.
    /// </summary>
    private static readonly SqlFragment StillNeeded = new(
        $"""
        (c.purpose <> {(int)ChallengePurpose.SetUp} OR EXISTS (
            SELECT FROM users w
            WHERE w.id = c.user_id AND NOT w.totp_enabled AND NOT EXISTS (SELECT FROM passkeys p WHERE p.user_id = w.id)))
        """);

    /// <summary>
    /// Whether a bearer token looks like one for a set-up, whether or not it is valid. It is neither looked up nor reported as an
    /// access token.
    /// </summary>
    public static bool IsSetUpToken(string bearerToken)
    {
        ArgumentNullException.ThrowIfNull(bearerToken);

        return bearerToken.StartsWith(SetUpTokenPrefix, StringComparison.Ordinal);
    }

    /// <summary>
    /// Starts a challenge inside the caller's transaction, unless the account has changed since the sign-in began. It ends older
    /// challenges of the user, but leaves expired ones alone, because a purge may have locked them.
    /// </summary>
    /// <returns>Null if the account has changed since the sign-in read it.</returns>
    public async Task<StartedChallenge?> StartAsync(
        ChallengePurpose purpose, Guid userId, string securityStamp, string? deviceName, Guid? deviceId)
    {
        // The lock is a separate statement, so that the next one sees a challenge that a parallel sign-in has just started.
        await db.LockUserAsync(userId);
        var (prefix, lifetime) = purpose == ChallengePurpose.SetUp ? (SetUpTokenPrefix, SetUpLifetime) : (TokenPrefix, Lifetime);
        var token = prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenSize));
        var started = await db.Database.SqlQuery<Factors>(
            $"""
            -- insert challenge
            WITH account AS (
                SELECT id, totp_enabled FROM users
                WHERE id = {userId} AND security_stamp = {securityStamp} AND is_active),
            ended AS (
                UPDATE second_factor_challenges c SET used_at = clock_timestamp()
                FROM account
                WHERE c.user_id = account.id AND c.used_at IS NULL AND c.expires_at > clock_timestamp()),
            started AS (
                INSERT INTO second_factor_challenges (
                    token_hash, purpose, user_id, security_stamp, device_name, device_id, created_at, expires_at, attempts)
                SELECT
                    {Hash(token)}, {(int)purpose}, id, {securityStamp}, {deviceName}::text, {deviceId}::uuid, clock_timestamp(),
                    clock_timestamp() + {lifetime}, 0
                FROM account)
            SELECT totp_enabled AS has_codes, EXISTS (SELECT FROM passkeys p WHERE p.user_id = account.id) AS has_passkey
            FROM account
            """).ToListAsync();
        return started is [var factors]
            ? new StartedChallenge(token, factors.HasCodes, factors.HasPasskey && features.Value.Passkeys)
            : null;
    }

    /// <summary>Finds the challenge of a token.</summary>
    /// <returns>
    /// Null if the challenge is unknown, expired, used, out of attempts or for another purpose, or if the password was changed or
    /// the account was disabled since it was started.
    /// </returns>
    public async Task<OpenChallenge?> FindAsync(ChallengePurpose purpose, string token, CancellationToken cancellationToken)
    {
        var rows = await db.Database.SqlQuery<OpenChallenge>(SqlFragment.Inline(
            $"""
            -- find challenge
            SELECT c.token_hash, c.user_id, u.normalized_email, c.security_stamp, c.device_name,
                (
                    SELECT d.id FROM devices d
                    WHERE d.id = c.device_id AND d.user_id = c.user_id
                        AND (d.known_until IS NULL OR d.known_until > clock_timestamp())
                        AND NOT EXISTS (
                            SELECT FROM account_attempts a WHERE a.user_id = c.user_id AND a.locked_until = 'infinity')
                ) AS device_id, c.created_at
            FROM second_factor_challenges c JOIN users u ON u.id = c.user_id
            WHERE c.token_hash = {Hash(token)} AND c.purpose = {(int)purpose} AND c.used_at IS NULL
                AND c.expires_at > clock_timestamp() AND c.attempts < {MaxAttempts} AND {StillNeeded}
                AND u.security_stamp = c.security_stamp AND u.is_active
            """)).ToListAsync(cancellationToken);
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>
    /// Counts a code before it is checked and locks the challenge until the caller's transaction ends. Of parallel callers with
    /// the same correct code, the later ones thus find the challenge used instead of the code wrong. Rolling back the transaction
    /// undoes the count.
    /// </summary>
    /// <returns>False if the challenge is used, expired, out of attempts or no longer needed.</returns>
    public async Task<bool> LockAsync(OpenChallenge challenge)
    {
        ArgumentNullException.ThrowIfNull(challenge);

        return await db.Database.ExecuteSqlAsync(SqlFragment.Inline(
            $"""
            -- count challenge attempt
            UPDATE second_factor_challenges c SET attempts = attempts + 1
            WHERE c.token_hash = {challenge.TokenHash} AND c.used_at IS NULL AND c.expires_at > clock_timestamp()
                AND c.attempts < {MaxAttempts} AND {StillNeeded}
            """)) > 0;
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

    private sealed record Factors(bool HasCodes, bool HasPasskey);
}
