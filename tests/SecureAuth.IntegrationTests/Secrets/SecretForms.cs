using System.Buffers.Text;
using System.Text;

namespace SecureAuth.IntegrationTests.Secrets;

/// <summary>The forms in which a secret could appear in a log, in a database or in telemetry.</summary>
internal static class SecretForms
{
    private const string RefreshTokenPrefix = "sart_";

    /// <summary>The text itself, its encodings as bytes, and the unguessable part of a token.</summary>
    public static IEnumerable<string> Of(string secret)
    {
        yield return secret;
        foreach (var form in Of(Encoding.UTF8.GetBytes(secret)))
        {
            yield return form;
        }

        if (secret.StartsWith(RefreshTokenPrefix, StringComparison.Ordinal))
        {
            var bytes = Base64Url.DecodeFromChars(secret.AsSpan(RefreshTokenPrefix.Length));
            yield return Convert.ToHexString(bytes.AsSpan(20, 32));
            yield return secret[^40..];
        }
        else if (secret.Contains('.', StringComparison.Ordinal))
        {
            yield return secret[(secret.LastIndexOf('.') + 1)..];
        }
    }

    /// <summary>The encodings of a key.</summary>
    public static IEnumerable<string> Of(byte[] key)
    {
        yield return Convert.ToHexString(key);

        // An encoding may begin before the secret, which shifts the secret by one or two bytes.
        for (var before = 0; before < 3; before++)
        {
            var base64 = Base64Of(key, before);
            yield return base64;
            yield return base64.Replace('+', '-').Replace('/', '_');
        }
    }

    /// <summary>The characters that depend on the secret alone.</summary>
    private static string Base64Of(byte[] key, int before)
    {
        const int BitsPerCharacter = 6;
        var first = ((before * 8) + BitsPerCharacter - 1) / BitsPerCharacter;
        var end = (before + key.Length) * 8 / BitsPerCharacter;
        return Convert.ToBase64String([.. new byte[before], .. key])[first..end];
    }
}
