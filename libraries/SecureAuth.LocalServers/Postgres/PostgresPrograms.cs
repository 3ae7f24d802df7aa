using System.Globalization;
using System.Text.RegularExpressions;

namespace SecureAuth.LocalServers;

/// <summary>An installed version of PostgreSQL's server programs.</summary>
internal sealed partial record PostgresPrograms(string Folder, int Version)
{
    private const string Remedy =
        "Install PostgreSQL's server (Debian: apt install postgresql; macOS: brew install postgresql@17), "
        + $"or name the folder of its programs in {PostgresServer.ProgramsVariable}.";

    private static readonly string[] Names = ["initdb", "pg_ctl", "postgres"];

    public string InitDb => ProgramPath.FindIn(Folder, "initdb")!;

    public string PgCtl => ProgramPath.FindIn(Folder, "pg_ctl")!;

    public string Postgres => ProgramPath.FindIn(Folder, "postgres")!;

    /// <summary>The programs that created the folder's cluster, or the first ones that are found if it has none.</summary>
    public static async Task<PostgresPrograms> FindAsync(PostgresFolder folder, CancellationToken cancel)
    {
        int? required = folder.HasCluster ? folder.ReadClusterVersion() : null;
        var installed = new List<int>();
        foreach (var candidate in Candidates().Where(path => Names.All(name => ProgramPath.FindIn(path, name) is not null)))
        {
            var programs = new PostgresPrograms(candidate, await ReadVersionAsync(candidate, cancel));
            if (required is null || programs.Version == required)
            {
                return programs;
            }

            installed.Add(programs.Version);
        }

        throw installed is []
            ? new CannotStartException($"PostgreSQL's programs {string.Join(", ", Names)} were not found.", Remedy)
            : new CannotStartException(
                $"The data was created by PostgreSQL {required}, but only "
                    + $"{string.Join(", ", installed.Distinct())} is installed.",
                $"Install that version, or {folder.StartOverHint}.");
    }

    /// <summary>The folders in which packages and installers put the programs.</summary>
    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable(PostgresServer.ProgramsVariable) is { Length: > 0 } only)
        {
            return [only];
        }

        return
        [
            .. ProgramPath.Folders,
            .. NewestFirst("/usr/lib/postgresql", "*"),
            .. NewestFirst("/usr", "pgsql-*"),
            .. NewestFirst("/opt/homebrew/opt", "postgresql*"),
            .. NewestFirst("/usr/local/opt", "postgresql*"),
            .. NewestFirst("/Applications/Postgres.app/Contents/Versions", "*"),
            .. NewestFirst(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "PostgreSQL"), "*"),
        ];
    }

    /// <summary>The bin folders of all versions, ordered by number: in the order of text 9 would come before 17.</summary>
    private static IEnumerable<string> NewestFirst(string root, string pattern) => !Directory.Exists(root)
        ? []
        : Directory.EnumerateDirectories(root, pattern)
            .OrderByDescending(folder => MajorVersion(Path.GetFileName(folder)))
            .Select(folder => Path.Combine(folder, "bin"));

    private static async Task<int> ReadVersionAsync(string folder, CancellationToken cancel)
    {
        var postgres = ProgramPath.FindIn(folder, "postgres")!;
        var run = await ChildProcess.CaptureAsync(new Command(postgres, "--version"), cancel);
        return MajorVersion(run.Output);
    }

    private static int MajorVersion(string text) =>
        int.TryParse(FirstNumber().Match(text).Value, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex("[0-9]+")]
    private static partial Regex FirstNumber();
}
