using System.Data.Common;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Keys;

/// <summary>
/// Encrypts what lies in Postgres, by Data Protection, and tells a secret that was tampered with from one whose key cannot be
/// had now: the first is wrong, the second is an outage.
/// </summary>
public sealed class KeyRing(IServiceProvider services)
{
    /// <summary>What Data Protection puts before a ciphertext: this, and then the ring key's id.</summary>
    private const int HeaderBytes = 20;

    private static readonly byte[] MagicHeader = [0x09, 0xF0, 0xC9, 0xF0];

    // On first use: a command that encrypts nothing needs no master key.
    private readonly Lazy<IDataProtectionProvider> _protection = new(services.GetRequiredService<IDataProtectionProvider>);
    private readonly Lazy<KeyRingRepository> _repository = new(services.GetRequiredService<KeyRingRepository>);

    /// <inheritdoc cref="KeyRingRepository.MayBegin"/>
    internal void AllowCreation() => _repository.Value.MayBegin = true;

    /// <exception cref="StoreUnavailableException">The ring has no key that can be used.</exception>
    /// <param name="purpose">What it is, and whose: it can be decrypted for the same alone.</param>
    /// <param name="plaintext">The secret.</param>
    internal byte[] Protect(RingPurpose purpose, byte[] plaintext)
    {
        try
        {
            return Protector(purpose).Protect(plaintext);
        }
        catch (CryptographicException error)
        {
            throw Unavailable(error);
        }
    }

    /// <exception cref="StoreUnavailableException">Its key cannot be had now.</exception>
    /// <exception cref="CryptographicException">It was changed, or is somebody else's.</exception>
    /// <inheritdoc cref="Protect"/>
    internal byte[] Unprotect(RingPurpose purpose, byte[] ciphertext)
    {
        try
        {
            return Protector(purpose).Unprotect(ciphertext);
        }
        catch (CryptographicException error) when (!IsHeld(ciphertext) || IsOutage(error))
        {
            throw Unavailable(error);
        }
    }

    /// <summary>What begins every ciphertext that is made now, and none that an older ring key made.</summary>
    internal byte[] CurrentHeader() => Protect(RingPurpose.Header, [])[..HeaderBytes];

    private IDataProtector Protector(RingPurpose purpose) => _protection.Value.CreateProtector(purpose.Name, purpose.Subject);

    /// <summary>What names no key was never encrypted: it is wrong, whatever the ring holds.</summary>
    private bool IsHeld(byte[] ciphertext) => ciphertext.Length < HeaderBytes
        || !ciphertext.AsSpan().StartsWith(MagicHeader)
        || _repository.Value.Holds(new Guid(ciphertext.AsSpan(MagicHeader.Length, HeaderBytes - MagicHeader.Length)));

    private StoreUnavailableException Unavailable(CryptographicException error)
    {
        if (CauseOf(error) is { } outage)
        {
            ExceptionDispatchInfo.Throw(outage);
        }

        var missing = _repository.Value.MissingMasterKeys;
        return missing.Count > 0
            ? new StoreUnavailableException(KeyRingRepository.MissingText(missing))
            : error.GetBaseException() as StoreUnavailableException
                ?? new StoreUnavailableException("The key ring in the database has no key that can be used for this");
    }

    private static bool IsOutage(Exception error) => CauseOf(error) is not null;

    /// <summary>Data Protection wraps whatever fails; reading the ring may be what failed.</summary>
    private static Exception? CauseOf(Exception? error)
    {
        while (error is not (null or DbException or TimeoutException))
        {
            error = error.InnerException;
        }

        return error;
    }
}
