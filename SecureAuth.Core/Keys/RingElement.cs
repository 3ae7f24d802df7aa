using System.Text;
using System.Xml.Linq;

namespace SecureAuth.Core.Keys;

/// <summary>
/// An element of the key ring as Postgres holds it: authenticated as a whole by a MAC under a master key. Data Protection reads plain
/// keys, and
/// makes objects of any type that an element names; whoever can write to the table must not be able to add one of either.
/// </summary>
internal abstract record RingElement
{
    private const string MacAttribute = "seal";

    /// <summary>Without the version that .NET would put there: an earlier version of ours must find the type too.</summary>
    private static readonly string DecryptorName =
        $"{typeof(MasterKeyDecryptor).FullName}, {typeof(MasterKeyDecryptor).Assembly.GetName().Name}";

    private static readonly XName EncryptedSecret = XName.Get("encryptedSecret", "http://schemas.asp.net/2015/03/dataProtection");

    private RingElement()
    {
    }

    /// <summary>Reads what the table holds, and trusts nothing in it before its MAC has been verified.</summary>
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

    /// <summary>The text that the table gets.</summary>
    public static string Write(XElement element, MasterKey key)
    {
        // Parsed from text once, so that the MAC covers exactly what will be read.
        var copy = XElement.Parse(element.ToString(SaveOptions.DisableFormatting));
        foreach (var secret in copy.Descendants(EncryptedSecret))
        {
            secret.SetAttributeValue("decryptorType", DecryptorName);
        }

        var mac = key.Mac(ContentOf(copy));
        copy.SetAttributeValue(MacAttribute, $"{key.Fingerprint}:{Convert.ToBase64String(mac)}");
        return copy.ToString(SaveOptions.DisableFormatting);
    }

    /// <summary>The same ring key under the newest master key.</summary>
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

        // The decoder ignores the spare bits of the last digit; only one text may stand for a MAC.
        var mac = new byte[text.Length];
        return Convert.TryFromBase64String(text, mac, out var length) && Convert.ToBase64String(mac, 0, length) == text
            ? (fingerprint, mac[..length])
            : null;
    }

    /// <summary>One of ours.</summary>
    /// <param name="Element">As Data Protection wrote it.</param>
    /// <param name="Id">The ring key's, which names it in what it encrypts.</param>
    /// <param name="Key">The master key that it is under.</param>
    internal sealed record Opened(XElement Element, Guid Id, MasterKey Key) : RingElement;

    /// <summary>It names a master key that is not configured, so its MAC cannot be verified.</summary>
    internal sealed record NeedsKey(string Fingerprint) : RingElement;

    /// <summary>It has no valid MAC.</summary>
    internal sealed record Refused : RingElement;
}
