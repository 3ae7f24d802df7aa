using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;
using SecureAuth.Core.Keys;

namespace SecureAuth.Core.SecondFactor;

/// <summary>Stores recovery codes as hashes and accepts each code once.</summary>
public sealed class RecoveryCodes(AuthDbContext db, ServerSecrets secrets)
{
    public const int Count = 10;

    /// <summary>Generates codes without storing them. Users see them once, and only their hashes are stored.</summary>
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

        await db.RecoveryCodes.TagWith("delete recovery codes").Where(c => c.UserId == userId).ExecuteDeleteAsync();
        await db.Database.ExecuteSqlAsync(
            $"""
            -- insert recovery codes
            INSERT INTO recovery_codes (user_id, code_hash, created_at)
            SELECT {userId}, h, clock_timestamp() FROM unnest({codes.Hashes}) h
            """);
    }

    /// <summary>Returns the stored form of a typed code, or null if the text cannot be a recovery code.</summary>
    public async Task<byte[]?> HashAsync(Guid userId, string typed) => RecoveryCodeText.Normalize(typed) is { } code
        ? Hash(await KeyAsync(CancellationToken.None), userId, code)
        : null;

    /// <summary>Consumes a code. Of all parallel callers with the same code, only one gets true.</summary>
    public async Task<bool> UseAsync(Guid userId, byte[] hash) =>
        await db.RecoveryCodes.TagWith("use recovery code")
            .Where(c => c.UserId == userId && c.CodeHash == hash).ExecuteDeleteAsync() > 0;

    private ValueTask<byte[]> KeyAsync(CancellationToken cancellationToken) =>
        secrets.GetAsync(SecretPurpose.RecoveryCodes, cancellationToken);

    /// <summary>
    /// A fast hash is sufficient, because a code has 118 random bits and cannot be guessed. It is keyed so that a copy of the
    /// database alone does not even reveal whether a code found elsewhere is valid.
    /// </summary>
    private static byte[] Hash(byte[] key, Guid userId, string code) =>
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{userId:N}:{code}"));
}
