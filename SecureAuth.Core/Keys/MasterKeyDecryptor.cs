using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace SecureAuth.Core.Keys;

/// <summary>
/// Undoes what <see cref="MasterKeyEncryptor"/> did. Data Protection makes it, by the name that the element gives.
/// </summary>
[SuppressMessage("Performance", "CA1812", Justification = "Made by Data Protection.")]
internal sealed class MasterKeyDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) =>
        XElement.Parse(Encoding.UTF8.GetString(
            RingSecret.Read(encryptedElement, services.GetRequiredService<MasterKeys>())));
}
