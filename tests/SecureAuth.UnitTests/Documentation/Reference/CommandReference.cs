using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using SecureAuth.AdminCli;
using SecureAuth.AdminCli.AuditTrail;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Errors;

namespace SecureAuth.UnitTests.Documentation.Reference;

/// <summary>
/// The page about <c>secureauth</c> in the form of a manual page. The commands come from their definitions. People write what
/// follows the commands, for each exit code and each member of an event.
/// </summary>
internal static class CommandReference
{
    /// <summary>The first section that people write.</summary>
    private const string Written = "## Exit status";

    private const string Head = "| | meaning |";

    /// <summary>A longer synopsis goes on in the next line.</summary>
    private const int MaxSynopsis = 100;

    public static string Write(string page)
    {
        var root = CommandTree.Create();
        var commands = root.Subcommands.SelectMany(Leaves).ToList();
        var text = new StringBuilder();
        text.Append(
            $"""
            # secureauth

            ## Name

            `secureauth`: {Lower(root.Description!)}

            ## Synopsis

            ```text
            secureauth COMMAND [ARGUMENTS] [OPTIONS]
            secureauth COMMAND --help
            ```

            ## Description

            The command line of the operators. It works on the stores directly, so it needs no running API, and every running API
            applies a change within a second. [Operate it](guides/operate.md) shows it at work. This page is generated from the
            definitions of the commands, and `--help` says the same.

            ## Commands

            | command | does |
            |---|---|

            """);
        foreach (var command in commands)
        {
            AppendRow(text, $"[`{command.FullName}`](#{Anchor(command)})", Sentence(command.Summary));
        }

        text.Append("\n## Options of every command\n\n");
        AppendTable(text, root.Options.Where(option => option.Recursive).Select(OptionRow));
        commands.ForEach(command => Append(text, command));
        text.Append('\n').Append(page.Contains(Written, StringComparison.Ordinal)
            ? page[page.IndexOf(Written, StringComparison.Ordinal)..]
            : $"{Written}\n\n## Events\n");
        return WithTables(text.ToString().ReplaceLineEndings("\n")).TrimEnd() + "\n";
    }

    private static string WithTables(string page)
    {
        page = DocumentTable.Merge(
            page,
            Written[3..],
            ["code", "meaning"],
            Enum.GetValues<ExitCode>().Select(code => (string[])[((int)code).ToString(CultureInfo.InvariantCulture)]));
        return DocumentTable.Merge(
            page,
            "Events",
            ["member", "meaning"],
            typeof(RecordedEvent).GetConstructors().Single(constructor => constructor.GetParameters().Length > 1).GetParameters()
                .Select(parameter => (string[])[$"`{JsonNamingPolicy.SnakeCaseLower.ConvertName(parameter.Name!)}`"]));
    }

    private static IEnumerable<DocumentedCommand> Leaves(Command command) => command.Subcommands.Count == 0
        ? [(DocumentedCommand)command]
        : command.Subcommands.SelectMany(Leaves);

    private static void Append(StringBuilder page, DocumentedCommand command)
    {
        page.Append("\n## ").AppendLine(command.FullName).AppendLine();
        page.AppendLine("```text").AppendLine(Synopsis(command)).AppendLine("```").AppendLine();
        page.AppendLine(Sentence(command.Description!)).AppendLine();
        List<string[]> rows =
        [
            .. command.Arguments.Select(argument => new[] { $"`{argument.Name}`", Sentence(argument.Description!) }),
            .. OptionsOf(command).Select(OptionRow),
        ];
        if (rows.Count > 0)
        {
            AppendTable(page, rows);
            page.AppendLine();
        }

        page.AppendLine("```sh").AppendLine(command.Example).AppendLine("```");
    }

    private static string Synopsis(DocumentedCommand command)
    {
        var parts = command.Arguments
            .Select(argument => Optional(argument.Name, argument.Arity.MinimumNumberOfValues > 0))
            .Concat(OptionsOf(command).Select(option => Optional(Usage(option), option.Required)));
        var name = $"secureauth {command.FullName}";
        var lines = new List<string> { name };
        foreach (var part in parts)
        {
            if (lines[^1].Length + part.Length >= MaxSynopsis)
            {
                lines.Add(new string(' ', name.Length));
            }

            lines[^1] += $" {part}";
        }

        return string.Join('\n', lines);
    }

    private static string Optional(string part, bool isRequired) => isRequired ? part : $"[{part}]";

    private static IEnumerable<Option> OptionsOf(Command command) =>
        command.Options.Where(option => !option.Recursive && !option.Hidden);

    private static string Usage(Option option) => option switch
    {
        { HelpName: null } => option.Name,
        { Arity.MinimumNumberOfValues: 0 } => $"{option.Name} [{option.HelpName}]",
        _ => $"{option.Name} {option.HelpName}",
    };

    private static string[] OptionRow(Option option) =>
        [$"`{Usage(option)}`", Sentence(option.Description!) + (option.Required ? " Required." : "")];

    private static string Anchor(DocumentedCommand command) => command.FullName.Replace(' ', '-');

    private static string Sentence(string text) => text.EndsWith('.') ? text : text + ".";

    private static string Lower(string text) => char.ToLowerInvariant(text[0]) + text[1..];

    private static void AppendTable(StringBuilder page, IEnumerable<string[]> rows)
    {
        page.AppendLine(Head).AppendLine("|---|---|");
        foreach (var row in rows)
        {
            AppendRow(page, row);
        }
    }

    private static void AppendRow(StringBuilder page, params string[] cells) =>
        page.AppendLine($"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |");
}
