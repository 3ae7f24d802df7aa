using System.Text.RegularExpressions;

namespace SecureAuth.IntegrationTests.Operating;

/// <summary>A command as the page shows it, with what it prints there.</summary>
internal sealed partial record PageCommand(string Line, IReadOnlyList<string> Output)
{
    private const string Anything = "…";

    /// <summary>
    /// Fails unless the command has printed what the page says: an ellipsis stands for any text in a line, and one on a line of
    /// its own for any number of lines. Spaces and empty lines do not count.
    /// </summary>
    public void Printed(string text)
    {
        var lines = string.Concat(LinesOf(text).Select(line => line + "\n"));
        var pattern = string.Concat(Output.SelectMany(LinesOf).Select(line => line == Anything
            ? "(.*\n)*?"
            : Regex.Escape(line).Replace(Anything, ".*", StringComparison.Ordinal) + "\n"));
        Assert.True(
            Regex.IsMatch(lines, $@"\A{pattern}\z"),
            $"The page says that\n$ {Line}\nprints\n{string.Join('\n', Output)}\n\nIt printed\n{text}");
    }

    private static IEnumerable<string> LinesOf(string text) =>
        text.Split('\n').Select(line => Spaces().Replace(line, " ").Trim()).Where(line => line.Length > 0);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
