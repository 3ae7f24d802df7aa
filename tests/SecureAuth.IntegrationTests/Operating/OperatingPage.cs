using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Operating;

/// <summary>
/// The commands of docs/operating.md. A block of the kind <c>console</c> has them after a dollar sign, and what they print below.
/// The tests run what the page says, so neither can change without the other.
/// </summary>
internal static class OperatingPage
{
    private const string Prompt = "$ ";

    private static readonly string[] Lines = File.ReadAllLines(Repository.PathOf("docs/operating.md"));

    /// <summary>The headings with commands below them, in the order of the page.</summary>
    public static IReadOnlyList<string> Headings { get; } = [.. Blocks().Select(block => block.Heading).Distinct()];

    /// <summary>The blocks between a heading and the next one.</summary>
    public static IReadOnlyList<IReadOnlyList<PageCommand>> BlocksOf(string heading) =>
        [.. Blocks().Where(block => block.Heading == heading).Select(block => CommandsOf(block.Lines))];

    private static IEnumerable<(string Heading, IReadOnlyList<string> Lines)> Blocks()
    {
        var heading = "";
        for (var i = 0; i < Lines.Length; i++)
        {
            var line = Lines[i].Trim();
            if (line.StartsWith('#'))
            {
                heading = line.TrimStart('#').Trim();
            }

            if (!line.StartsWith("```", StringComparison.Ordinal))
            {
                continue;
            }

            // The block may be indented below the number of a step.
            var indent = Lines[i].Length - Lines[i].TrimStart().Length;
            var block = Lines.Skip(i + 1).TakeWhile(next => next.Trim() != "```").ToList();
            i += block.Count + 1;
            if (line == "```console")
            {
                yield return (heading, block.ConvertAll(next => next.Length > indent ? next[indent..] : ""));
            }
        }
    }

    private static List<PageCommand> CommandsOf(IReadOnlyList<string> block)
    {
        Assert.StartsWith(Prompt, block[0], StringComparison.Ordinal);
        var commands = new List<PageCommand>();
        for (var i = 0; i < block.Count;)
        {
            // A command goes on after a backslash at the end of a line.
            var length = block.Skip(i).TakeWhile(line => line.EndsWith('\\')).Count() + 1;
            var command = string.Join('\n', block.Skip(i).Take(length))[Prompt.Length..];
            var output = block.Skip(i + length).TakeWhile(line => !line.StartsWith(Prompt, StringComparison.Ordinal)).ToList();
            commands.Add(new PageCommand(command, output));
            i += length + output.Count;
        }

        return commands;
    }
}
