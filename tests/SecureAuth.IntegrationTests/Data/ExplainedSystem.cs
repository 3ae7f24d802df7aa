using System.Text.RegularExpressions;
using Npgsql;
using SecureAuth.IntegrationTests.Stack;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.Data;

/// <summary>The plan of one execution of a statement, as PostgreSQL chose it.</summary>
/// <param name="Role">The role that ran the statement.</param>
/// <param name="Text">The statement and the plan.</param>
internal sealed record QueryPlan(string Role, string Text)
{
    private const string NameStart = "-- ";

    /// <summary>The name of the statement, which is the comment that it begins with.</summary>
    public string Name { get; } = NameOf(Text[..Text.IndexOf('\n', StringComparison.Ordinal)]);

    /// <summary>Whether the product sent it. A trigger or a function ran it otherwise.</summary>
    public bool IsNamed { get; } = Text.Contains(NameStart, StringComparison.Ordinal);

    private static string NameOf(string line)
    {
        var start = line.IndexOf(NameStart, StringComparison.Ordinal);
        return start < 0 ? line.Trim() : line[(start + NameStart.Length)..].Trim();
    }

    public override string ToString() => Text;
}

/// <summary>
/// A server of its own with many rows, which then logs the plan of each statement (auto_explain), and an instance of the API on
/// it. The plans are those of the statements that the product really sends.
/// </summary>
public sealed partial class ExplainedSystem(TestSystem system) : OptionalFixture
{
    private const string LogName = "plans.log";

    /// <summary>The plans depend on the statistics of the inserted rows, whenever the purge deletes some of them.</summary>
    private static readonly Dictionary<string, string> Inserting = new() { ["autovacuum"] = "off" };

    private static readonly Dictionary<string, string> Explaining = new(Inserting)
    {
        ["session_preload_libraries"] = "auto_explain",
        ["auto_explain.log_min_duration"] = "0",
        ["auto_explain.log_nested_statements"] = "on",
        ["log_line_prefix"] = "@%u@",

        // The collector keeps the lines of a message together.
        ["logging_collector"] = "on",
        ["log_filename"] = LogName,
    };

    private readonly TemporaryFolder _folder = TemporaryFolder.Create("secureauth-plans-");

    private PostgresServerOptions? _options;

    private PostgresServer? _server;

    /// <summary>Where the plans of the present API start in the log.</summary>
    private int _start;

    private Database? _database;

    private Settings? _settings;

    internal Database Database => Started(_database);

    internal Settings Settings => Started(_settings);

    internal RunningApi Api { get; private set; } = null!;

    private protected override async Task StartAsync()
    {
        Assert.SkipWhen(system.Postgres.Server is null, "A configured server does not log its plans.");
        _options = new PostgresServerOptions
        {
            Folder = _folder.Subfolder("postgres"),
            OwnerPassword = new NpgsqlConnectionStringBuilder(system.Postgres.OwnerConnection).Password!,
            Throwaway = true,
        };
        await RestartServerAsync(Inserting);
        await Cli.MigrateAsync(Settings);
    }

    /// <summary>Starts the API on many rows, with plans of this kind, and forgets earlier plans.</summary>
    internal async Task RestartAsync(string planCacheMode)
    {
        await (Api?.DisposeAsync() ?? ValueTask.CompletedTask);

        // A plan for each check of a foreign key would take minutes.
        await RestartServerAsync(Inserting);
        await ManyRows.InsertAsync(Database);
        await RestartServerAsync(new(Explaining) { ["plan_cache_mode"] = planCacheMode });
        _start = (await ReadLogAsync()).Length;
        Api = await HostedApi.StartAsync(Settings.ForApi());
    }

    private async Task RestartServerAsync(Dictionary<string, string> settings)
    {
        await (_database?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        _server = await PostgresServer.StartAsync(
            _options! with { Settings = settings }, TestContext.Current.CancellationToken);
        _settings = system.Settings with
        {
            Owner = _server.ConnectionString,
            Api = AtServer(system.Settings.Api),
            Operators = AtServer(system.Settings.Operators!),
        };
        _database = new Database(_settings.Owner + ";Command Timeout=300");
    }

    public override async ValueTask DisposeAsync()
    {
        await (Api?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_database?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        _folder.Dispose();
    }

    internal TestClient NewClient() => new(Api);

    /// <summary>The plans of all statements of the API and the command line until now.</summary>
    internal async Task<IReadOnlyList<QueryPlan>> PlansAsync()
    {
        // All earlier lines have been written when the plan of this statement is there.
        var end = $"end {Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";
        await Database.ScalarAsync<string>($"SELECT '{end}'");
        var log = "";
        await Eventually.IsTrueAsync(
            async () => (log = await ReadLogAsync()).Contains(end, StringComparison.Ordinal), "the last plan is in the log");
        return
        [
            .. Message().Matches(log[_start..])
                .Select(match => new QueryPlan(match.Groups["role"].Value, match.Groups["text"].Value))
                .Where(plan => plan.Role is "secureauth_api" or "secureauth_operator"),
        ];
    }

    private string AtServer(string connection) =>
        new NpgsqlConnectionStringBuilder(connection) { Port = _server!.Port }.ConnectionString;

    private async Task<string> ReadLogAsync()
    {
        var path = Directory.EnumerateFiles(_server!.Folder, LogName, SearchOption.AllDirectories).Single();
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The further lines of a message begin with a tab.</summary>
    [GeneratedRegex(@"^@(?<role>\w*)@LOG:.*plan:\n(?<text>(?:\t.*\n)+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Message();
}
