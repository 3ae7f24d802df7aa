namespace SecureAuth.Core;

/// <summary>Finds the names that somebody who mistyped one may have meant.</summary>
public static class NearNames
{
    private const int MaxNames = 5;

    /// <summary>Returns the names that contain the text, or differ in a few characters, nearest first.</summary>
    public static IReadOnlyList<string> Of(string text, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(text);

        // A third of the characters may be wrong, as in a name of which a word was remembered wrongly.
        var tolerance = Math.Max(1, text.Length / 3);
        return
        [
            .. names
                .Select(name => (Name: name, Distance: Distance(text, name)))
                .Where(near => near.Distance <= tolerance || IsPart(text, near.Name))
                .OrderBy(near => near.Distance)
                .ThenBy(near => near.Name, StringComparer.Ordinal)
                .Take(MaxNames)
                .Select(near => near.Name),
        ];
    }

    private static bool IsPart(string text, string name) =>
        text.Length >= 3 && name.Contains(text, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// How many characters are wrong, missing, needless or swapped with the next one, ignoring case (optimal string alignment).
    /// </summary>
    internal static int Distance(string text, string name)
    {
        (text, name) = (text.ToUpperInvariant(), name.ToUpperInvariant());
        int[] beforePrevious = [];
        var previous = Enumerable.Range(0, name.Length + 1).ToArray();
        for (var i = 0; i < text.Length; i++)
        {
            var current = new int[name.Length + 1];
            current[0] = i + 1;
            for (var j = 0; j < name.Length; j++)
            {
                var replaced = previous[j] + (text[i] == name[j] ? 0 : 1);
                current[j + 1] = Math.Min(replaced, Math.Min(previous[j + 1], current[j]) + 1);
                if (i > 0 && j > 0 && text[i] == name[j - 1] && text[i - 1] == name[j])
                {
                    current[j + 1] = Math.Min(current[j + 1], beforePrevious[j - 1] + 1);
                }
            }

            (beforePrevious, previous) = (previous, current);
        }

        return previous[^1];
    }
}
