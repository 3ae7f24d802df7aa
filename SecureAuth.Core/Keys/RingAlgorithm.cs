using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;

namespace SecureAuth.Core.Keys;

/// <summary>
/// The algorithm of the ring's new keys. Each key says in its element which one it uses, so that a change takes effect with the
/// next key, and older keys still decrypt.
/// </summary>
internal static class RingAlgorithm
{
    /// <summary>
    /// Data Protection's default is AES-CBC with an HMAC, which ASVS 5.0 lists as legacy. Data Protection derives a key for each
    /// secret from 128 random bits, so that no nonce is used twice with one key.
    /// </summary>
    public static AuthenticatedEncryptorConfiguration ForNewKeys =>
        new() { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM };
}
