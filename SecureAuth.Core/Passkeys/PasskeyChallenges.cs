using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Passkeys;

/// <summary>Keeps the state of a ceremony between its options and its credential.</summary>
public sealed class PasskeyChallenges(AuthDbContext db)
{
    public const string TokenPrefix = "sapk_";

    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private const int TokenSize = 32;

    /// <returns>The challenge token.</returns>
    public async Task<string> StartAsync(PasskeyPurpose purpose, byte[] binding, byte[]? identifierHash, string state)
    {
        var token = TokenPrefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenSize));
        await db.Database.ExecuteSqlAsync(
            $"""
            -- insert passkey challenge
            INSERT INTO passkey_challenges (token_hash, purpose, binding, identifier_hash, state, expires_at)
            VALUES (
                {Hash(token)}, {(int)purpose}, {binding}, {identifierHash}::bytea, {state}, clock_timestamp() + {Lifetime})
            """);
        return token;
    }

    /// <summary>
    /// Uses a challenge up, whatever becomes of the ceremony. Of all parallel callers with the same token, only one gets it. It
    /// takes no cancellation token, because a challenge that has been used must not be usable again.
    /// </summary>
    /// <returns>Null if the challenge is unknown, expired or used, or if it has another purpose or binding.</returns>
    public async Task<OpenCeremony?> UseAsync(string token, PasskeyPurpose purpose, byte[] binding)
    {
        var rows = await db.Database.SqlQuery<OpenCeremony>(
            $"""
            -- use passkey challenge
            DELETE FROM passkey_challenges
            WHERE token_hash = {Hash(token)} AND purpose = {(int)purpose} AND binding = {binding}
                AND expires_at > clock_timestamp()
            RETURNING state, identifier_hash
            """).ToListAsync();
        return rows.Count == 0 ? null : rows[0];
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
