using System.Globalization;
using Microsoft.Extensions.Options;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.Core.Data;
using SecureAuth.Core.Keys;
using SecureAuth.Core.Passwords;
using SecureAuth.Core.Passwords.Hashing;

namespace SecureAuth.AdminCli.Diagnosis;

/// <summary>The keys outside the database and those that they protect inside it.</summary>
internal static class KeyChecks
{
    /// <summary>Instances that were down when the time came catch up within this time, with the announcement.</summary>
    private static readonly TimeSpan RotationTolerance = TimeSpan.FromDays(1);

    public static IReadOnlyList<Check> All { get; } =
    [
        new("master keys", CheckedStore.Postgres, CheckMasterKeysAsync),
        new("key ring", CheckedStore.Postgres, CheckKeyRingAsync),
        new("peppers", CheckedStore.Postgres, CheckPeppersAsync),
        new("signing keys", CheckedStore.Postgres, CheckSigningKeysAsync),
    ];

    private static async Task<Verdict> CheckMasterKeysAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var report = await invocation.Get<MasterKeyUsage>().ReadAsync(cancellationToken);
        var found = report.ToString();
        if (report.Keys.Any(key => !key.IsConfigured))
        {
            return Verdict.Wrong(found, "add the missing key to Keys__Master__1, … of the API and of this command");
        }

        if (report.Keys.Any(key => key.CanBeRemoved))
        {
            return Verdict.Warning(found, "remove it from Keys__Master__1, … and keep it as long as backups from before");
        }

        return report.Keys.Any(key => !key.IsNewest)
            ? Verdict.Warning(found, "run secureauth keys rewrap once every instance has the newest key")
            : Verdict.Ok(found);
    }

    /// <summary>The API adds the next key two days before the newest expires.</summary>
    private static async Task<Verdict> CheckKeyRingAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var report = await invocation.Get<MasterKeyUsage>().ReadAsync(cancellationToken);
        if (report.Refused > 0)
        {
            return Verdict.Wrong(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"elements that this installation has not created, and which are ignored: {report.Refused}"),
                "find out who wrote them to data_protection_keys, then delete them");
        }

        var (keys, expiresAt) = await invocation.Get<KeyRingAge>().ReadAsync(cancellationToken);
        if (expiresAt is not { } expiry)
        {
            return Verdict.Wrong(
                "no key can be read", "run secureauth migrate to create the first one, or configure the master keys of the ring");
        }

        var hasExpired = expiry < invocation.Get<TimeProvider>().GetUtcNow();
        var found = string.Create(
            CultureInfo.InvariantCulture,
            $"keys: {keys}; the newest {(hasExpired ? "expired" : "expires")} on {expiry.UtcDateTime:yyyy-MM-dd}");
        return hasExpired
            ? Verdict.Warning(found, "start an instance of the API that can write to PostgreSQL: it adds the next key")
            : Verdict.Ok(found);
    }

    private static async Task<Verdict> CheckPeppersAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var report = await invocation.Get<PepperUsage>().ReadAsync(cancellationToken);
        var found = report.ToString();
        if (report.Peppers.Any(pepper => !pepper.IsConfigured))
        {
            return Verdict.Wrong(
                found, "add the missing pepper to Passwords__Peppers__1, … of the API: until then these users cannot sign in");
        }

        if (report.IsComplete && report.Peppers.Any(pepper => pepper is { IsNewest: false, Hashes: 0 }))
        {
            return Verdict.Warning(found, "remove the peppers that no hash needs from Passwords__Peppers__1, …");
        }

        return invocation.Get<IOptions<PasswordOptions>>().Value.Peppers.Count == 0
            ? Verdict.Warning(
                found, "set Passwords__Peppers__0 to 32 random bytes in base64: a stolen table can be guessed without it")
            : Verdict.Ok(found);
    }

    private static async Task<Verdict> CheckSigningKeysAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var ring = invocation.Get<SigningKeyRing>();
        await ring.ReloadAsync(invocation.Get<AuthDbContext>(), cancellationToken);
        var unreadable = ring.UnreadableKeyIds;
        if (ring.SigningKey is not { } key)
        {
            return unreadable.Count == 0
                ? Verdict.Wrong("there is no signing key", "run secureauth migrate to create one")
                : Verdict.Wrong(
                    $"none can be decrypted ({string.Join(", ", unreadable)})", "configure the master keys that protect them");
        }

        if (unreadable.Count > 0)
        {
            return Verdict.Wrong(
                $"{key.KeyId} is active, but {string.Join(", ", unreadable)} cannot be decrypted", "check the master keys");
        }

        var interval = invocation.Get<IOptions<SigningKeyOptions>>().Value.RotationInterval;
        return invocation.Get<TimeProvider>().GetUtcNow() - ring.SigningSince > interval + RotationTolerance
            ? Verdict.Warning(
                $"{key.KeyId} has been active for longer than Keys__Signing__RotationInterval ({interval})",
                "see the log of the API, which replaces it, or run secureauth keys rotate")
            : Verdict.Ok($"{key.KeyId} is active");
    }
}
