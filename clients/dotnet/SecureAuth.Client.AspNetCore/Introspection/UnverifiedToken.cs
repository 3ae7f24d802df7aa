using System.Buffers.Text;
using System.Text.Json;

namespace SecureAuth.Client.AspNetCore;

/// <summary>
/// Finds tokens that the server would refuse in any case, by what they say of themselves, so that they cost no call and no place
/// in the cache. It proves nothing: anybody can write a token that says the right things.
/// </summary>
internal static class UnverifiedToken
{
    private const string AccessTokenType = "at+jwt";

    /// <summary>The server's own tokens have less than a tenth of it.</summary>
    private const int LongestToken = 8192;

    /// <summary>How much this clock may be ahead of the server's, which decides.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    /// <param name="token">The token as it was sent.</param>
    /// <param name="issuer">The only issuer whose tokens may be active, or empty if it is not known.</param>
    /// <param name="now">The time.</param>
    public static bool MayBeActive(string token, string issuer, DateTimeOffset now)
    {
        var parts = token.Length <= LongestToken ? token.Split('.') : [];
        if (parts is not [var header, var payload, { Length: > 0 }] || !Array.TrueForAll(parts, part => Base64Url.IsValid(part)))
        {
            return false;
        }

        try
        {
            return IsAccessToken(header) && IsOfIssuerAndUnexpired(payload, issuer, now);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // No JSON, or values of other types.
            return false;
        }
    }

    private static bool IsAccessToken(string encoded)
    {
        using var header = Parse(encoded);
        return string.Equals(Text(header, "typ"), AccessTokenType, StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsOfIssuerAndUnexpired(string encoded, string issuer, DateTimeOffset now)
    {
        using var payload = Parse(encoded);
        return (issuer.Length == 0 || Text(payload, "iss") == issuer)
            && payload.RootElement.TryGetProperty("exp", out var exp)
            && exp.TryGetDouble(out var seconds)
            && seconds > (now - ClockSkew).ToUnixTimeSeconds();
    }

    private static string? Text(JsonDocument document, string name) =>
        document.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static JsonDocument Parse(string encoded) => JsonDocument.Parse(Base64Url.DecodeFromChars(encoded));
}
