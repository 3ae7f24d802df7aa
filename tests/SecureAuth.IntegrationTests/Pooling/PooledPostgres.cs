using System.Security.Cryptography;
using Npgsql;
using SecureAuth.IntegrationTests.Stack;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.Pooling;

/// <summary>A PostgreSQL server of its own that every process under test reaches only through PgBouncer.</summary>
public sealed class PooledPostgres(TestSystem system) : OptionalFixture
{
    private readonly TemporaryFolder _folder = TemporaryFolder.Create("secureauth-pooled-");
    private readonly string _password = RandomNumberGenerator.GetHexString(32, lowercase: true);
    private PostgresServer _server = null!;
    private PgBouncerServer _bouncer = null!;

    private Settings? _settings;
    private RunningApi? _api;

    internal Settings Settings => Started(_settings);

    /// <summary>The settings of an operator who did not read docs/high-availability.md.</summary>
    internal Settings DefaultSettings => Settings with { Api = Through("secureauth_api", maxAutoPrepare: null) };

    /// <summary>The owner's own connection, past PgBouncer.</summary>
    internal Database Database { get; private set; } = null!;

    internal RunningApi Api => Started(_api);

    private protected override async Task StartAsync()
    {
        Assert.SkipUnless(PgBouncerServer.IsInstalled, "PgBouncer is not installed. Debian: apt install pgbouncer.");
        await StartPostgresAsync();
        Database = new Database(_server.ConnectionString);
        string[] roles = [PostgresServer.Owner, "secureauth_api", "secureauth_operator"];
        _bouncer = await PgBouncerServer.StartAsync(
            new PgBouncerOptions
            {
                Folder = _folder.Subfolder("pgbouncer"),
                PostgresPort = _server.Port,
                Passwords = roles.ToDictionary(role => role, _ => _password),
                Directives = PgBouncerSettings.Directives,
            },
            TestContext.Current.CancellationToken);
        _settings = system.Settings with { Owner = Through(roles[0]), Api = Through(roles[1]), Operators = Through(roles[2]) };
        await Cli.MigrateAsync(Settings);

        // PgBouncer ignores the time limit that the API sets when it connects.
        await Database.ExecuteAsync($"ALTER ROLE {roles[1]} SET statement_timeout = '900ms'");
        _api = await ApiProcess.StartAsync(Settings.ForApi());
    }

    public override async ValueTask DisposeAsync()
    {
        await (_api?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_bouncer?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (Database?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        _folder.Dispose();
    }

    internal TestClient NewClient() => new(Api);

    internal Task KillPostgresAsync() => _server.KillAsync();

    /// <summary>Starts the server with its data and at its port.</summary>
    internal async Task StartPostgresAsync()
    {
        Database?.CloseIdleConnections();
        _server = await PostgresServer.StartAsync(
            new PostgresServerOptions
            {
                Folder = _folder.Subfolder("postgres"),
                OwnerPassword = _password,
                Port = _server?.Port,
                Throwaway = true,
            },
            TestContext.Current.CancellationToken);
    }

    internal void PausePostgres() => _server.Pause();

    internal void ResumePostgres() => _server.Resume();

    private string Through(string role, int? maxAutoPrepare = 0)
    {
        var connection = new NpgsqlConnectionStringBuilder(_server.ConnectionStringFor(role, _password)) { Port = _bouncer.Port };
        if (maxAutoPrepare is { } statements)
        {
            connection.MaxAutoPrepare = statements;
        }

        return connection.ConnectionString;
    }
}
