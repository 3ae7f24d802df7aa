using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SecureAuth.AppHost;

/// <summary>
/// The certificate that encrypts the API's key ring, for whoever has none of their own yet. RSA, because the key ring is
/// encrypted as XML, which knows nothing else; self-signed, because nobody is shown it.
/// </summary>
internal static class KeyRingCertificate
{
    private const int KeySize = 3072;

    /// <summary>A PKCS #12 file's content.</summary>
    public static byte[] Create(string? password, TimeProvider time)
    {
        var now = time.GetUtcNow();
        using var key = RSA.Create(KeySize);
        var request = new CertificateRequest("CN=SecureAuth key ring", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(10));
        return certificate.Export(X509ContentType.Pkcs12, password);
    }
}
