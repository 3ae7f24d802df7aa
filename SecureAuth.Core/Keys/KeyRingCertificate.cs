using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SecureAuth.Core.Keys;

internal static class KeyRingCertificate
{
    /// <summary>The private key stays in memory; macOS knows keychains only.</summary>
    private static readonly X509KeyStorageFlags Storage =
        OperatingSystem.IsMacOS() ? X509KeyStorageFlags.DefaultKeySet : X509KeyStorageFlags.EphemeralKeySet;

    /// <summary>Null if it cannot be read, opened with the password, or has no private RSA key.</summary>
    public static X509Certificate2? TryLoad(KeyRingOptions options)
    {
        try
        {
            var content = string.IsNullOrEmpty(options.Certificate)
                ? File.ReadAllBytes(options.CertificatePath!)
                : Convert.FromBase64String(options.Certificate);
            var certificate = X509CertificateLoader.LoadPkcs12(content, options.CertificatePassword, Storage);
            using var key = certificate.GetRSAPrivateKey();
            return key is null ? null : certificate;
        }
        catch (Exception error) when (error is CryptographicException or FormatException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
