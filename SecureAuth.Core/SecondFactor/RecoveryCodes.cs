using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;
using SecureAuth.Core.Keys;

namespace SecureAuth.Core.SecondFactor;

/// <summary>Keeps recovery codes as hashes, and lets each through once.</summary>
public sealed class RecoveryCodes(AuthDbContext db, ServerSecrets secrets)
{
    public const int Count = 10;

    /// <summary>Replaces the user's codes. The result is shown once and is nowhere kept.</summary>
    public async Task<IReadOnlyList<string>> RenewAsync(Guid userId, CancellationToken cancellationToken)
    {
        var codes = Enumerable.Range(0, Count).Select(_ => RecoveryCodeText.Generate()).ToList();
        var hashes = new byte[Count][];
        for (var i = 0; i < Count; i++)
        {
            hashes[i] = await HashAsync(userId, RecoveryCodeText.Normalize(codes[i])!, cancellationToken);
        }

        await db.RecoveryCodes.Where(c => c.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO recovery_codes (user_id, code_hash, created_at)
            SELECT {userId}, h, clock_timestamp() FROM unnest({hashes}) h
            """,
            cancellationToken);
        return codes;
    }

    /// <summary>Uses a code up: of all callers that bring it, one alone gets true.</summary>
    public async Task<bool> UseAsync(Guid userId, string typed, CancellationToken cancellationToken)
    {
        if (RecoveryCodeText.Normalize(typed) is not { } code)
        {
            return false;
        }

        var hash = await HashAsync(userId, code, cancellationToken);
        return await db.RecoveryCodes.Where(c => c.UserId == userId && c.CodeHash == hash)
            .ExecuteDeleteAsync(cancellationToken) > 0;
    }

    /// <summary>
    /// A fast hash is right: a code has 118 random bits, which no number of guesses finds. It is keyed all the same, so that a
    /// copy of the database alone cannot even tell whether a code that somebody found is one of them.
    /// </summary>
    private async Task<byte[]> HashAsync(Guid userId, string code, CancellationToken cancellationToken)
    {
        var key = await secrets.GetAsync(SecretPurpose.RecoveryCodes, cancellationToken);
        return HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{userId:N}:{code}"));
    }
}
