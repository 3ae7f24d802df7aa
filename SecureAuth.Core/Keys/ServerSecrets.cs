using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Keys;

/// <summary>The server's own random keys: made once, kept encrypted in Postgres, held in memory from their first use.</summary>
public sealed class ServerSecrets(IServiceScopeFactory scopes, IDataProtectionProvider protection)
{
    private const int KeySize = 32;

    private readonly ConcurrentDictionary<SecretPurpose, byte[]> _keys = new();

    /// <exception cref="StoreUnavailableException">The key is not there yet: no instance has made it.</exception>
    public async ValueTask<byte[]> GetAsync(SecretPurpose purpose, CancellationToken cancellationToken)
    {
        if (_keys.TryGetValue(purpose, out var known))
        {
            return known;
        }

        await using var scope = scopes.CreateAsyncScope();
        var name = purpose.ToString();
        var stored = await scope.ServiceProvider.GetRequiredService<AuthDbContext>().ServerSecrets
            .AsNoTracking().SingleOrDefaultAsync(s => s.Purpose == name, cancellationToken)
            ?? throw new StoreUnavailableException($"The server secret {name} has not been made yet.");
        return _keys.GetOrAdd(purpose, Protector(purpose).Unprotect(stored.ProtectedKey));
    }

    /// <summary>Makes the secrets that are missing. The caller holds the lock that lets one instance do so.</summary>
    internal async Task EnsureAsync(AuthDbContext db, CancellationToken cancellationToken)
    {
        foreach (var purpose in Enum.GetValues<SecretPurpose>())
        {
            var name = purpose.ToString();
            if (await db.ServerSecrets.AnyAsync(s => s.Purpose == name, cancellationToken))
            {
                continue;
            }

            var sealedKey = Protector(purpose).Protect(RandomNumberGenerator.GetBytes(KeySize));
            await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO server_secrets (purpose, protected_key, created_at)
                VALUES ({name}, {sealedKey}, clock_timestamp()) ON CONFLICT (purpose) DO NOTHING
                """,
                cancellationToken);
        }
    }

    private IDataProtector Protector(SecretPurpose purpose) =>
        protection.CreateProtector("SecureAuth.ServerSecret", purpose.ToString());
}
