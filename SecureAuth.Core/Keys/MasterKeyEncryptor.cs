using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace SecureAuth.Core.Keys;

/// <summary>
/// Encrypts the secret of a ring key under the newest master key. Data Protection's own encryptors use RSA PKCS #1 v1.5 and
/// AES-CBC without a MAC.
/// </summary>
internal sealed class MasterKeyEncryptor(MasterKeys keys) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plaintext = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        return new EncryptedXmlInfo(RingSecret.Write(plaintext, keys.Newest), typeof(MasterKeyDecryptor));
    }
}
