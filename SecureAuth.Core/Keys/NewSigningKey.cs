using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Keys;

/// <summary>A key that has just been generated and is not stored yet.</summary>
/// <param name="KeyId">The RFC 7638 thumbprint of the public key.</param>
/// <param name="PublicKey">The public key as a DER SubjectPublicKeyInfo.</param>
/// <param name="ProtectedPrivateKey">The encrypted PKCS #8 private key.</param>
internal sealed record NewSigningKey(string KeyId, byte[] PublicKey, byte[] ProtectedPrivateKey) : Confidential
{
    /// <exception cref="Data.StoreUnavailableException">The key ring has no usable key.</exception>
    public static NewSigningKey Create(KeyRing keyRing)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var keyId = IdOf(key);
        while (keyId.StartsWith('-'))
        {
            // An operator has to name the key on a command line, where this would look like an option.
            key.GenerateKey(ECCurve.NamedCurves.nistP256);
            keyId = IdOf(key);
        }

        var privateKey = key.ExportPkcs8PrivateKey();
        var encrypted = keyRing.Protect(RingPurpose.SigningKey(keyId), privateKey);
        CryptographicOperations.ZeroMemory(privateKey);
        return new NewSigningKey(keyId, key.ExportSubjectPublicKeyInfo(), encrypted);
    }

    private static string IdOf(ECDsa key) => Base64UrlEncoder.Encode(new ECDsaSecurityKey(key).ComputeJwkThumbprint());
}
