using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace SecureAuth.Core.Keys;

/// <summary>
/// Decrypts what <see cref="MasterKeyEncryptor"/> encrypted. Data Protection instantiates the type that the element names.
/// </summary>
[SuppressMessage("Performance", "CA1812", Justification = "Instantiated by Data Protection.")]
internal sealed class MasterKeyDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) =>
        XElement.Parse(Encoding.UTF8.GetString(
            RingSecret.Read(encryptedElement, services.GetRequiredService<MasterKeys>())));
}
