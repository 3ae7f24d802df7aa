using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Globalization;

namespace SecureAuth.AdminCli.CommandLine;

/// <summary>
/// Answers the scripts of <c>secureauth completion</c>. They pass the line that is being typed as an argument, and the position
/// of the cursor in a directive: <c>secureauth "[suggest:19]" "secureauth users sh"</c>.
/// </summary>
internal sealed class Suggestions(RootCommand root) : SynchronousCommandLineAction
{
    public static void AddTo(RootCommand root) =>
        root.Directives.OfType<SuggestDirective>().Single().Action = new Suggestions(root);

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var line = parseResult.Tokens.LastOrDefault(token => token.Type != TokenType.Directive)?.Value ?? "";
        var end = parseResult.GetResult(root.Directives.OfType<SuggestDirective>().Single()) is { Values: [var position, ..] }
            && int.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var given)
                ? given
                : line.Length;
        foreach (var word in Of(root, line[..Math.Min(end, line.Length)]))
        {
            parseResult.InvocationConfiguration.Output.WriteLine(word);
        }

        return 0;
    }

    /// <summary>Returns the words that the last word of a line may become.</summary>
    public static IReadOnlyList<string> Of(RootCommand root, string line)
    {
        // In --output=json, the value is the word to complete.
        var start = line.LastIndexOf(' ') + 1;
        if (line.AsSpan(start).StartsWith("--", StringComparison.Ordinal) && line.IndexOf('=', start) is > 0 and var equals)
        {
            line = $"{line[..equals]} {line[(equals + 1)..]}";
            start = equals + 1;
        }

        var typed = line[start..];
        var words = root.Parse(line, new ParserConfiguration { ResponseFileTokenReplacer = null })
            .GetCompletions(line.Length)
            .Select(item => item.Label)
            .Where(word => word.StartsWith(typed, StringComparison.Ordinal))
            .Distinct()
            .ToList();

        // Whoever has typed nothing yet looks for a command or a value. Options come after a dash, or if nothing else fits.
        var others = typed.Length == 0 ? words.FindAll(word => !word.StartsWith('-')) : words;
        return others.Count > 0 ? others : words;
    }
}
