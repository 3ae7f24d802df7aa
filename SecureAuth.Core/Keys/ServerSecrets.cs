using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Keys;

/// <summary>
/// The server's own random keys. They are created once, stored encrypted in Postgres and cached in memory after their first use.
/// </summary>
public sealed class ServerSecrets(IServiceScopeFactory scopes, KeyRing keyRing)
{
    private const int KeySize = 32;

    private readonly ConcurrentDictionary<SecretPurpose, byte[]> _keys = new();

    /// <exception cref="StoreUnavailableException">
    /// No migration has created the secret yet, or it cannot be decrypted.
    /// </exception>
    public async ValueTask<byte[]> GetAsync(SecretPurpose purpose, CancellationToken cancellationToken)
    {
        if (_keys.TryGetValue(purpose, out var known))
        {
            return known;
        }

        await using var scope = scopes.CreateAsyncScope();
        var name = purpose.ToString();
        var stored = await scope.ServiceProvider.GetRequiredService<AuthDbContext>().ServerSecrets
            .AsNoTracking().TagWith("find server secret").SingleOrDefaultAsync(s => s.Purpose == name, cancellationToken)
            ?? throw new StoreUnavailableException($"The server secret {name} has not been created yet: run secureauth migrate");
        try
        {
            return _keys.GetOrAdd(purpose, keyRing.Unprotect(RingPurpose.ServerSecret(name), stored.ProtectedKey));
        }
        catch (CryptographicException)
        {
            throw new StoreUnavailableException($"The server secret {name} has been changed and cannot be decrypted");
        }
    }

    /// <summary>Returns the names of the secrets that have not been created yet.</summary>
    internal static async Task<IReadOnlyList<string>> MissingAsync(AuthDbContext db, CancellationToken cancellationToken)
    {
        var existing = await db.ServerSecrets.TagWith("find server secrets")
            .Select(s => s.Purpose).ToListAsync(cancellationToken);
        return [.. Enum.GetNames<SecretPurpose>().Except(existing)];
    }

    /// <summary>Generates a random key and returns the statement that stores it.</summary>
    internal FormattableString InsertStatement(string name)
    {
        var protectedKey = keyRing.Protect(RingPurpose.ServerSecret(name), RandomNumberGenerator.GetBytes(KeySize));
        return $"""
            -- insert server secret
            INSERT INTO server_secrets (purpose, protected_key, created_at)
            VALUES ({name}, {protectedKey}, clock_timestamp())
            """;
    }
}
