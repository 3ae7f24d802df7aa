using System.Globalization;

namespace SecureAuth.IntegrationTests.Cookies;

/// <summary>A cookie as a response sets it.</summary>
internal sealed record StoredCookie(string Name, string Value, IReadOnlyDictionary<string, string> Attributes)
{
    public string Path => Attributes["path"];

    public int? MaxAge => Attributes.TryGetValue("max-age", out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <summary>Whether the browser removes it.</summary>
    public bool IsGone => Attributes.TryGetValue("expires", out var text)
        && DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) == DateTimeOffset.UnixEpoch;

    public static StoredCookie Parse(string header)
    {
        var parts = header.Split(';', StringSplitOptions.TrimEntries);
        var (name, value) = PairOf(parts[0]);
        return new StoredCookie(
            name, value, parts[1..].Select(PairOf).ToDictionary(pair => pair.Name.ToLowerInvariant(), pair => pair.Value));
    }

    /// <summary>Whether a browser sends it with a request to this path.</summary>
    public bool IsFor(string path) => Path == "/" || path == Path || path.StartsWith(Path + "/", StringComparison.Ordinal);

    private static (string Name, string Value) PairOf(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (text, "") : (text[..equals], text[(equals + 1)..]);
    }
}
