using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Keys;

/// <summary>
/// Seals key ring elements like a holder of the master key, with an independent implementation. This is the only way to change
/// the times of a ring key, because nobody can do that without the master key.
/// </summary>
internal static class RingForge
{
    private static readonly TimeSpan Age = TimeSpan.FromDays(200);

    /// <summary>Makes every ring key so old that the next instance of the API has to create a new one.</summary>
    public static async Task AgeRingAsync(this Database database, string masterKey)
    {
        foreach (var row in await database.RowsAsync("SELECT id, xml FROM data_protection_keys"))
        {
            var element = XElement.Parse((string)row["xml"]!);
            foreach (var date in element.Elements().Where(
                child => child.Name.LocalName.EndsWith("Date", StringComparison.Ordinal)))
            {
                date.SetValue((DateTimeOffset)date - Age);
            }

            await database.ExecuteAsync(
                "UPDATE data_protection_keys SET xml = $1 WHERE id = $2", Protect(element, masterKey), row["id"]!);
        }
    }

    public static string Protect(XElement element, string masterKey)
    {
        var key = Convert.FromBase64String(masterKey);
        var content = XElement.Parse(element.ToString(SaveOptions.DisableFormatting));
        content.SetAttributeValue("seal", null);
        var mac = HMACSHA256.HashData(
            Derive(key, 32, "seal"), Encoding.UTF8.GetBytes(content.ToString(SaveOptions.DisableFormatting)));
        content.SetAttributeValue("seal", $"{Fingerprint(masterKey)}:{Convert.ToBase64String(mac)}");
        return content.ToString(SaveOptions.DisableFormatting);
    }

    /// <summary>The name of a master key in the database and in messages.</summary>
    public static string Fingerprint(string masterKey) =>
        Convert.ToHexStringLower(Derive(Convert.FromBase64String(masterKey), 6, "fingerprint"));

    private static byte[] Derive(byte[] key, int length, string use) =>
        HKDF.Expand(HashAlgorithmName.SHA256, key, length, Encoding.UTF8.GetBytes($"secureauth master key {use}"));
}
