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

    /// <summary>New codes, not in force yet. They are shown once and are nowhere kept.</summary>
    public async Task<NewRecoveryCodes> GenerateAsync(Guid userId, CancellationToken cancellationToken)
    {
        var key = await KeyAsync(cancellationToken);
        var codes = Enumerable.Range(0, Count).Select(_ => RecoveryCodeText.Generate()).ToList();
        return new NewRecoveryCodes(codes, [.. codes.Select(code => Hash(key, userId, RecoveryCodeText.Normalize(code)!))]);
    }

    /// <summary>Replaces the user's codes.</summary>
    public async Task ReplaceAsync(Guid userId, NewRecoveryCodes codes)
    {
        ArgumentNullException.ThrowIfNull(codes);

        await db.RecoveryCodes.Where(c => c.UserId == userId).ExecuteDeleteAsync();
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO recovery_codes (user_id, code_hash, created_at)
            SELECT {userId}, h, clock_timestamp() FROM unnest({codes.Hashes}) h
            """);
    }

    /// <summary>What is kept of a typed code; null if it cannot be one.</summary>
    public async Task<byte[]?> HashAsync(Guid userId, string typed) => RecoveryCodeText.Normalize(typed) is { } code
        ? Hash(await KeyAsync(CancellationToken.None), userId, code)
        : null;

    /// <summary>Uses a code up: of all callers that bring it, one alone gets true.</summary>
    public async Task<bool> UseAsync(Guid userId, byte[] hash) =>
        await db.RecoveryCodes.Where(c => c.UserId == userId && c.CodeHash == hash).ExecuteDeleteAsync() > 0;

    private ValueTask<byte[]> KeyAsync(CancellationToken cancellationToken) =>
        secrets.GetAsync(SecretPurpose.RecoveryCodes, cancellationToken);

    /// <summary>
    /// A fast hash is right: a code has 118 random bits, which no number of guesses finds. It is keyed all the same, so that a
    /// copy of the database alone cannot even tell whether a code that somebody found is one of them.
    /// </summary>
    private static byte[] Hash(byte[] key, Guid userId, string code) =>
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{userId:N}:{code}"));
}
