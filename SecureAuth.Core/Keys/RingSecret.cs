using System.Security.Cryptography;
using System.Xml.Linq;

namespace SecureAuth.Core.Keys;

/// <summary>The encrypted part of a ring key: <c>&lt;secret key="FINGERPRINT"&gt;BASE64&lt;/secret&gt;</c>.</summary>
internal static class RingSecret
{
    private const string Use = "secureauth key ring";

    public static XElement Write(ReadOnlySpan<byte> plaintext, MasterKey key) =>
        new("secret", new XAttribute("key", key.Fingerprint), Convert.ToBase64String(key.Encrypt(plaintext, Use)));

    /// <exception cref="CryptographicException">The secret was changed, or its master key is not configured.</exception>
    /// <param name="element">An element that <see cref="Write"/> created.</param>
    /// <param name="keys">The configured master keys.</param>
    public static byte[] Read(XElement element, MasterKeys keys)
    {
        var key = keys.Find((string?)element.Attribute("key"))
            ?? throw new CryptographicException("The master key of a ring key is not configured.");
        return key.Decrypt(Convert.FromBase64String(element.Value), Use);
    }
}
