using System.Data.Common;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Keys;

/// <summary>
/// Encrypts secrets for Postgres by Data Protection. It distinguishes a secret that was tampered with, which is invalid, from one
/// whose key is currently unavailable, which is an outage.
/// </summary>
public sealed class KeyRing(IServiceProvider services)
{
    /// <summary>The length of the header of a ciphertext: <see cref="MagicHeader"/> and the id of the ring key.</summary>
    private const int HeaderBytes = 20;

    private static readonly byte[] MagicHeader = [0x09, 0xF0, 0xC9, 0xF0];

    // Resolved on first use, so that a command that encrypts nothing needs no master key.
    private readonly Lazy<IDataProtectionProvider> _protection = new(services.GetRequiredService<IDataProtectionProvider>);
    private readonly Lazy<KeyRingRepository> _repository = new(services.GetRequiredService<KeyRingRepository>);

    /// <inheritdoc cref="KeyRingRepository.AllowsCreation"/>
    internal void AllowCreation() => _repository.Value.AllowsCreation = true;

    /// <exception cref="StoreUnavailableException">The ring has no usable key.</exception>
    /// <param name="purpose">The purpose of the secret. It can only be decrypted for the same purpose.</param>
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

    /// <exception cref="StoreUnavailableException">The key is currently unavailable.</exception>
    /// <exception cref="CryptographicException">The ciphertext was changed or has another purpose.</exception>
    /// <inheritdoc cref="Protect"/>
    internal byte[] Unprotect(RingPurpose purpose, byte[] ciphertext)
    {
        try
        {
            return Protector(purpose).Unprotect(ciphertext);
        }
        catch (CryptographicException error) when (!HasKeyOf(ciphertext) || IsOutage(error))
        {
            throw Unavailable(error);
        }
    }

    /// <summary>
    /// Returns the header of all new ciphertexts. Ciphertexts under older ring keys have a different header.
    /// </summary>
    internal byte[] CurrentHeader() => Protect(RingPurpose.Header, [])[..HeaderBytes];

    /// <summary>Returns the id of the ring key of a ciphertext, or null if it names none.</summary>
    internal static Guid? RingKeyOf(byte[] ciphertext) =>
        ciphertext.Length >= HeaderBytes && ciphertext.AsSpan().StartsWith(MagicHeader)
            ? new Guid(ciphertext.AsSpan(MagicHeader.Length, HeaderBytes - MagicHeader.Length))
            : null;

    private IDataProtector Protector(RingPurpose purpose) => _protection.Value.CreateProtector(purpose.Name, purpose.Subject);

    /// <summary>
    /// Returns false if the ring lacks the key of a ciphertext. A value that names no key was never encrypted, so it is invalid
    /// regardless of the ring.
    /// </summary>
    private bool HasKeyOf(byte[] ciphertext) => RingKeyOf(ciphertext) is not { } id || _repository.Value.Contains(id);

    private StoreUnavailableException Unavailable(CryptographicException error)
    {
        if (FindOutage(error) is { } outage)
        {
            ExceptionDispatchInfo.Throw(outage);
        }

        var missing = _repository.Value.MissingMasterKeys;
        return missing.Count > 0
            ? new StoreUnavailableException(KeyRingRepository.MissingText(missing))
            : error.GetBaseException() as StoreUnavailableException
                ?? new StoreUnavailableException("The key ring in the database has no usable key for this secret");
    }

    private static bool IsOutage(Exception error) => FindOutage(error) is not null;

    /// <summary>
    /// Finds the outage that caused an error. Data Protection wraps all exceptions, including those of reading the ring.
    /// </summary>
    private static Exception? FindOutage(Exception? error)
    {
        while (error is not (null or DbException or TimeoutException))
        {
            error = error.InnerException;
        }

        return error;
    }
}
