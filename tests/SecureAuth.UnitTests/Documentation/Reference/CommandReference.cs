using System.CommandLine;
using System.Text;
using SecureAuth.AdminCli;
using SecureAuth.AdminCli.CommandLine;

namespace SecureAuth.UnitTests.Documentation.Reference;

/// <summary>The page about all commands of <c>secureauth</c>, from their definitions.</summary>
internal static class CommandReference
{
    private const string Head = "| | meaning |";

    public static string Write()
    {
        var root = CommandTree.Create();
        var page = new StringBuilder();
        page.Append(
            """
            # Commands

            This page is generated from the definitions of the commands; `secureauth COMMAND --help` says the same. [The guide for
            operators](../guides/operate.md) explains what they have in common, and the exit codes.

            ## Options of every command


            """);
        AppendTable(page, root.Options.Where(option => option.Recursive).Select(OptionRow));
        foreach (var command in root.Subcommands.SelectMany(Leaves))
        {
            Append(page, command);
        }

        return page.ToString().ReplaceLineEndings("\n").TrimEnd() + "\n";
    }

    private static IEnumerable<DocumentedCommand> Leaves(Command command) => command.Subcommands.Count == 0
        ? [(DocumentedCommand)command]
        : command.Subcommands.SelectMany(Leaves);

    private static void Append(StringBuilder page, DocumentedCommand command)
    {
        page.Append("\n## ").AppendLine(command.FullName).AppendLine();
        page.AppendLine(Sentence(command.Description!)).AppendLine();
        List<string[]> rows =
        [
            .. command.Arguments.Select(argument => new[] { $"`{argument.Name}`", Sentence(argument.Description!) }),
            .. command.Options.Where(option => !option.Recursive && !option.Hidden).Select(OptionRow),
        ];
        if (rows.Count > 0)
        {
            AppendTable(page, rows);
            page.AppendLine();
        }

        page.AppendLine("```sh").AppendLine(command.Example).AppendLine("```");
    }

    private static string[] OptionRow(Option option)
    {
        var name = option.HelpName is { } value ? $"{option.Name} {value}" : option.Name;
        return [$"`{name}`", Sentence(option.Description!) + (option.Required ? " Required." : "")];
    }

    private static string Sentence(string text) => text.EndsWith('.') ? text : text + ".";

    private static void AppendTable(StringBuilder page, IEnumerable<string[]> rows)
    {
        page.AppendLine(Head).AppendLine("|---|---|");
        foreach (var row in rows)
        {
            page.AppendLine($"| {string.Join(" | ", row.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |");
        }
    }
}
