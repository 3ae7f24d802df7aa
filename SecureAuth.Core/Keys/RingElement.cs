using System.Text;
using System.Xml.Linq;

namespace SecureAuth.Core.Keys;

/// <summary>
/// An element of the key ring as it is stored in Postgres, authenticated as a whole by a MAC under a master key. Data Protection
/// accepts unencrypted keys and instantiates any type that an element names. An attacker who can write to the table must not be
/// able to insert either.
/// </summary>
internal abstract record RingElement
{
    /// <summary>Stored with every element, so the attribute cannot be renamed.</summary>
    private const string MacAttribute = "seal";

    /// <summary>
    /// The type name without the assembly version that .NET would add, so that an earlier version of the service can load the
    /// type too.
    /// </summary>
    private static readonly string DecryptorName =
        $"{typeof(MasterKeyDecryptor).FullName}, {typeof(MasterKeyDecryptor).Assembly.GetName().Name}";

    private static readonly XName EncryptedSecret = XName.Get("encryptedSecret", "http://schemas.asp.net/2015/03/dataProtection");

    private RingElement()
    {
    }

    /// <summary>Reads a stored element. Nothing in it is trusted before its MAC has been verified.</summary>
    public static RingElement Read(string? xml, MasterKeys keys)
    {
        if (TryParse(xml) is not { } element || MacOf(element) is not (var fingerprint, var mac))
        {
            return new Refused();
        }

        if (keys.Find(fingerprint) is not { } key)
        {
            return new NeedsKey(fingerprint);
        }

        element.SetAttributeValue(MacAttribute, null);
        return key.VerifyMac(mac, ContentOf(element)) && Guid.TryParse((string?)element.Attribute("id"), out var id)
            ? new Opened(element, id, key)
            : new Refused();
    }

    /// <summary>Returns the text to store.</summary>
    public static string Write(XElement element, MasterKey key)
    {
        // The element is parsed from its text, so that the MAC covers exactly what will be read.
        var copy = XElement.Parse(element.ToString(SaveOptions.DisableFormatting));
        foreach (var secret in copy.Descendants(EncryptedSecret))
        {
            secret.SetAttributeValue("decryptorType", DecryptorName);
        }

        var mac = key.Mac(ContentOf(copy));
        copy.SetAttributeValue(MacAttribute, $"{key.Fingerprint}:{Convert.ToBase64String(mac)}");
        return copy.ToString(SaveOptions.DisableFormatting);
    }

    /// <summary>Re-encrypts a ring key under the newest master key.</summary>
    public static string Rewrap(Opened opened, MasterKeys keys)
    {
        var element = new XElement(opened.Element);
        foreach (var secret in element.Descendants(EncryptedSecret).Elements().ToList())
        {
            secret.ReplaceWith(RingSecret.Write(RingSecret.Read(secret, keys), keys.Newest));
        }

        return Write(element, keys.Newest);
    }

    private static byte[] ContentOf(XElement element) =>
        Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting));

    private static XElement? TryParse(string? xml)
    {
        try
        {
            return xml is null ? null : XElement.Parse(xml);
        }
        catch (System.Xml.XmlException)
        {
            return null;
        }
    }

    private static (string Fingerprint, byte[] Mac)? MacOf(XElement element)
    {
        var parts = ((string?)element.Attribute(MacAttribute))?.Split(':');
        if (parts is not [{ Length: MasterKey.FingerprintLength } fingerprint, var text]
            || !fingerprint.All(char.IsAsciiHexDigitLower))
        {
            return null;
        }

        // The decoder ignores the unused bits of the last digit. Only the canonical form of a MAC is accepted.
        var mac = new byte[text.Length];
        return Convert.TryFromBase64String(text, mac, out var length) && Convert.ToBase64String(mac, 0, length) == text
            ? (fingerprint, mac[..length])
            : null;
    }

    /// <summary>An element with a valid MAC.</summary>
    /// <param name="Element">The element as Data Protection wrote it.</param>
    /// <param name="Id">The id of the ring key, which appears in its ciphertexts.</param>
    /// <param name="Key">The master key that protects the element.</param>
    internal sealed record Opened(XElement Element, Guid Id, MasterKey Key) : RingElement;

    /// <summary>An element whose MAC cannot be verified, because its master key is not configured.</summary>
    internal sealed record NeedsKey(string Fingerprint) : RingElement;

    /// <summary>An element without a valid MAC.</summary>
    internal sealed record Refused : RingElement;
}
