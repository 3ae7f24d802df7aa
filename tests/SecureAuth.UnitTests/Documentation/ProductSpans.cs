using System.CommandLine;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using SecureAuth.AdminCli;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Keys;
using SecureAuth.Core.Retention;
using SecureAuth.Core.Sessions;
using SecureAuth.UnitTests.Architecture;

namespace SecureAuth.UnitTests.Documentation;

/// <summary>The names of all spans of the product except those of requests, as its source starts them.</summary>
internal static partial class ProductSpans
{
    /// <summary>Npgsql names a new connection, and a statement that has no name.</summary>
    private static readonly string[] Generated = ["postgresql", "CONNECT secureauth"];

    private static readonly string[] Projects = ["SecureAuth.AdminCli", "SecureAuth.Api", "SecureAuth.Core"];

    private static readonly RetentionTimes Times = new(
        Options.Create(new SessionOptions()),
        Options.Create(new LockoutOptions()),
        Options.Create(new AuditOptions()),
        Options.Create(new UnverifiedAccountOptions()));

    private static readonly AuditPurge Audit = new(new MasterKeys(Options.Create(new MasterKeyOptions())), TimeProvider.System);

    public static IEnumerable<string> All =>
    [
        .. Projects.SelectMany(NamesIn),
        .. Purge.All(Times, Audit).Select(purge => $"purge {purge.Name}"),
        .. CommandsOf(CommandTree.Create()),
        .. Generated,
    ];

    private static IEnumerable<string> NamesIn(string project) => SourceTree.FilesOf(project)
        .SelectMany(file => Name().Matches(File.ReadAllText(Path.Combine(SourceTree.Root, project, file))))
        .Select(match => match.Groups["name"].Value);

    private static IEnumerable<string> CommandsOf(Command command) => command.Subcommands.SelectMany(CommandsOf)
        .Concat(command is OperatorCommand operation ? [operation.FullName] : []);

    /// <summary>
    /// An activity, a part of one, a background loop, a script in Redis, a query, and the comment in the first line of an SQL
    /// statement.
    /// </summary>
    [GeneratedRegex(
        """
        (\bStartActivity\(|\bAddChild\(span,\s|\bRetriedWork\s_work\s=\snew\(|\bRedisScript\s\w+\s=\snew\(\s*|\bTagWith\()
        "(?<name>[^"$]+)"
        |"{1,3}\s*--[ ](?<name>[a-z][^"\\\r\n]*)
        """,
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Name();
}
