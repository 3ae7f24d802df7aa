using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Operating;

/// <summary>
/// An installation of its own with the shell of its operator. Its settings are those of the API and of the command line at once,
/// as on a real machine.
/// </summary>
internal sealed class Installation : IAsyncDisposable
{
    private readonly OwnDatabase _own;
    private readonly Dictionary<string, string?> _changes = [];
    private RunningApi? _api;

    private Installation(OwnDatabase own) => (_own, Settings) = (own, own.Settings);

    public OperatorShell Shell { get; } = new();

    public Settings Settings { get; private set; }

    public Database Database { get; private set; } = null!;

    public RunningApi Api => _api ?? throw new InvalidOperationException("The API is stopped.");

    public static async Task<Installation> CreateAsync(TestSystem system, params (string Key, string? Value)[] changes)
    {
        var own = await OwnDatabase.CreateAsync(system);
        var installation = new Installation(own) { Database = own.Database };
        await installation.RestartAsync(changes);
        return installation;
    }

    public TestClient NewClient() => new(Api);

    /// <summary>Starts the API again after a change of the settings. Null removes one.</summary>
    public async Task RestartAsync(params (string Key, string? Value)[] changes)
    {
        await StopAsync();
        Change(changes);
        _api = await HostedApi.StartAsync(Changed(Settings.ForApi()));
    }

    /// <summary>Starts the API with settings with which it does not become healthy.</summary>
    public async Task RestartBrokenAsync(params (string Key, string? Value)[] changes)
    {
        await StopAsync();
        Change(changes);
        _api = await HostedApi.LaunchAsync(Changed(Settings.ForApi()));
    }

    public async Task StopAsync()
    {
        await (_api?.DisposeAsync() ?? ValueTask.CompletedTask);
        _api = null;
    }

    /// <summary>Goes on with other stores, and with the same keys. The API must be stopped.</summary>
    public void MoveTo(string owner, string api, string operators, string redis)
    {
        Settings = Settings with { Owner = owner, Api = api, Operators = operators, Redis = redis };
        Database = new Database(owner);
    }

    /// <summary>The commands below a heading of the page, for which the test does what is between them.</summary>
    public Playbook Open(string heading) => new(this, heading);

    /// <summary>Runs all commands below a heading of the page.</summary>
    public async Task FollowAsync(string heading)
    {
        var playbook = Open(heading);
        while (!playbook.IsDone)
        {
            await playbook.NextAsync();
        }
    }

    public Task RunAsync(IReadOnlyList<PageCommand> block) =>
        Shell.RunAsync(block, Changed(Settings.ForMigration()), _api?.Address);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Shell.Dispose();
        if (Database != _own.Database)
        {
            await Database.DisposeAsync();
        }

        await _own.DisposeAsync();
    }

    private void Change((string Key, string? Value)[] changes)
    {
        foreach (var (key, value) in changes)
        {
            _changes[key] = value;
        }
    }

    private Dictionary<string, string> Changed(Dictionary<string, string> settings)
    {
        foreach (var (key, value) in _changes)
        {
            settings.Remove(key);
            if (value is not null)
            {
                settings[key] = value;
            }
        }

        return settings;
    }
}
