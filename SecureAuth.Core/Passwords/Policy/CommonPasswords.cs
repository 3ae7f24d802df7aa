using System.Collections.Frozen;

namespace SecureAuth.Core.Passwords.Policy;

/// <summary>
/// The passwords that attackers try first. common-passwords.md describes their source.
/// </summary>
internal static class CommonPasswords
{
    private static readonly FrozenSet<string> Known = Load();

    public static int Count(int minimumLength) => Known.Count(password => password.Length >= minimumLength);

    public static bool Contains(string password) => Known.Contains(password.ToLowerInvariant());

    private static FrozenSet<string> Load()
    {
        using var resource = typeof(CommonPasswords).Assembly.GetManifestResourceStream("common-passwords.txt")!;
        using var reader = new StreamReader(resource);
        return Lines(reader).ToFrozenSet(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Lines(StreamReader reader)
    {
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
