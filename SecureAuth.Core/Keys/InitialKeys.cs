using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Keys;

/// <summary>
/// Makes what an installation must have before the API can serve: a key ring, the server's secrets, a first signing key. For
/// the migration alone: the API's role may not add any of the last two.
/// </summary>
public sealed class InitialKeys(KeyRing keyRing, ServerSecrets secrets, SigningKeyRing signingKeys)
{
    private const string SigningKey = "signing key";

    /// <summary>What is missing, by name; all of it where there is no schema yet.</summary>
    public static async Task<IReadOnlyList<string>> MissingAsync(AuthDbContext db, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);

        // Both tables are of the first migration.
        var hasTables = await db.Database.SqlQuery<bool>(
            $"""SELECT to_regclass('public.signing_keys') IS NOT NULL AS "Value" """).ToListAsync(cancellationToken);
        if (hasTables is not [true])
        {
            return [.. Enum.GetNames<SecretPurpose>(), SigningKey];
        }

        var missing = await ServerSecrets.MissingAsync(db, cancellationToken);
        return await SigningKeyRing.IsMissingAsync(db, cancellationToken) ? [.. missing, SigningKey] : missing;
    }

    /// <summary>
    /// Makes what is missing, in the migration's transaction and behind its lock. The key ring is begun on that connection too:
    /// a migration that comes to nothing leaves no key of it.
    /// </summary>
    /// <returns>What was made.</returns>
    /// <exception cref="StoreUnavailableException">There is a key ring, and no configured master key opens it.</exception>
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
            var statement = name == SigningKey ? signingKeys.New() : secrets.New(name);
            await db.Database.ExecuteSqlAsync(statement, cancellationToken);
        }

        return missing;
    }
}
