using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Keys;

/// <summary>
/// Creates the keys that an installation needs before the API can serve requests: a key ring, the server secrets and a first
/// signing key. Only the migration uses it, because the API's database role may not insert server secrets or signing keys.
/// </summary>
public sealed class InitialKeys(KeyRing keyRing, ServerSecrets secrets, SigningKeyRing signingKeys)
{
    private const string SigningKey = "signing key";

    /// <summary>Returns the names of the missing keys, which are all of them if there is no schema yet.</summary>
    public static async Task<IReadOnlyList<string>> MissingAsync(AuthDbContext db, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);

        // The first migration creates both tables.
        var hasTables = await db.Database.SqlQuery<bool>(
            $"""
            -- check schema
            SELECT to_regclass('public.signing_keys') IS NOT NULL AS "Value"
            """).ToListAsync(cancellationToken);
        if (hasTables is not [true])
        {
            return [.. Enum.GetNames<SecretPurpose>(), SigningKey];
        }

        var missing = await ServerSecrets.MissingAsync(db, cancellationToken);
        return await SigningKeyRing.IsMissingAsync(db, cancellationToken) ? [.. missing, SigningKey] : missing;
    }

    /// <summary>
    /// Creates the missing keys in the migration's transaction and under its lock. The first key of the ring is written on the
    /// same connection, so that a migration that is rolled back leaves no key behind.
    /// </summary>
    /// <returns>The names of the created keys.</returns>
    /// <exception cref="StoreUnavailableException">A key ring exists, but no configured master key can decrypt it.</exception>
    public async Task<IReadOnlyList<string>> CreateMissingAsync(AuthDbContext db, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);

        var missing = await MissingAsync(db, cancellationToken);
        if (missing.Count == 0)
        {
            return missing;
        }

        keyRing.AllowCreation();
        foreach (var name in missing)
        {
            var statement = name == SigningKey ? signingKeys.InsertStatement() : secrets.InsertStatement(name);
            await db.Database.ExecuteSqlAsync(statement, cancellationToken);
        }

        return missing;
    }
}
