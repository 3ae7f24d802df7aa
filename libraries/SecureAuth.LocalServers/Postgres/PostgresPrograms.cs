using System.Globalization;
using System.Text.RegularExpressions;

namespace SecureAuth.AppHost.Local.Servers;

/// <summary>PostgreSQL's server programs, where packages and installers put them.</summary>
internal sealed partial record PostgresPrograms(string Folder, int Version)
{
    /// <summary>Names a folder to look in, and nowhere else.</summary>
    public const string FolderVariable = "SECUREAUTH_POSTGRES_BIN";

    private const string Remedy =
        "Install PostgreSQL's server (Debian: apt install postgresql; macOS: brew install postgresql@17), "
        + $"or name the folder of its programs in {FolderVariable}.";

    private static readonly string[] Names = ["initdb", "pg_ctl", "postgres"];

    public string InitDb => ProgramPath.In(Folder, "initdb")!;

    public string PgCtl => ProgramPath.In(Folder, "pg_ctl")!;

    public string Postgres => ProgramPath.In(Folder, "postgres")!;

    /// <summary>The first ones that are found or, for a folder that exists already, those of the version that made it.</summary>
    public static async Task<PostgresPrograms> FindAsync(int? version, CancellationToken cancel)
    {
        var found = new List<int>();
        foreach (var folder in Candidates().Where(folder => Names.All(name => ProgramPath.In(folder, name) is not null)))
        {
            var programs = new PostgresPrograms(folder, await VersionAsync(folder, cancel));
            if (version is null || programs.Version == version)
            {
                return programs;
            }

            found.Add(programs.Version);
        }

        throw found.Count == 0
            ? new CannotStartException($"PostgreSQL's programs {string.Join(", ", Names)} were not found.", Remedy)
            : new CannotStartException(
                $"The data was made by PostgreSQL {version}, but only {string.Join(", ", found.Distinct())} is installed.",
                "Install that version, or begin anew with --data DIR.");
    }

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } only)
        {
            return [only];
        }

        return
        [
            .. ProgramPath.Folders,
            .. Versions("/usr/lib/postgresql", "*", "bin"),
            .. Versions("/usr", "pgsql-*", "bin"),
            .. Versions("/opt/homebrew/opt", "postgresql*", "bin"),
            .. Versions("/usr/local/opt", "postgresql*", "bin"),
            .. Versions("/Applications/Postgres.app/Contents/Versions", "*", "bin"),
            .. Versions(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "PostgreSQL"), "*", "bin"),
        ];
    }

    /// <summary>The newest first: 9 comes after 17, whatever the alphabet says.</summary>
    private static IEnumerable<string> Versions(string root, string pattern, string bin) => !Directory.Exists(root)
        ? []
        : Directory.EnumerateDirectories(root, pattern)
            .OrderByDescending(folder => Number(Path.GetFileName(folder)))
            .Select(folder => Path.Combine(folder, bin));

    private static async Task<int> VersionAsync(string folder, CancellationToken cancel)
    {
        var output = "";
        await ChildProcess.RunAsync(new Launch(ProgramPath.In(folder, "postgres")!, "--version"), line => output += line, cancel);
        return Number(output);
    }

    private static int Number(string text) =>
        int.TryParse(FirstNumber().Match(text).Value, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex("[0-9]+")]
    private static partial Regex FirstNumber();
}
