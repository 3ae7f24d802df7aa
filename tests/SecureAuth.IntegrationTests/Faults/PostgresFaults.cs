using Npgsql;
using SecureAuth.IntegrationTests.Stack;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.Faults;

/// <summary>These tests measure times, so no other test runs beside them.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class PostgresFaultsRunAlone : ICollectionFixture<PostgresFaults>;

/// <summary>A system of its own, whose PostgreSQL may fail.</summary>
public sealed class PostgresFaults : OptionalFixture
{
    private readonly TestSystem _system = new() { HasProductTimeouts = true };

    private PostgresServer? _server;

    internal PostgresServer Server => Started(_server);

    internal Database Database => System.Database;

    internal Settings Settings => System.Settings;

    /// <summary>The instance that has run from the beginning.</summary>
    internal ApiProcess Api => System.Api;

    private TestSystem System => Started(_system);

    private protected override async Task StartAsync()
    {
        await _system.InitializeAsync();
        Assert.SkipWhen(_system.Postgres.Server is null, "No test may stop a configured PostgreSQL.");
        _server = _system.Postgres.Server;
    }

    public override async ValueTask DisposeAsync()
    {
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _system.DisposeAsync();
    }

    internal Task<CliResult> RunCommandAsync(params string[] arguments) => Cli.RunAsync(System.Settings, arguments);

    internal Task<ApiProcess> LaunchApiAsync() => ApiProcess.LaunchAsync(System.Settings.ForApi());

    internal Task<ApiProcess> StartProcessAsync(params (string Key, string Value)[] settings) =>
        System.StartProcessAsync(settings);

    internal Task<CliResult> VerifyAuditAsync() => Cli.RunAsync(System.Settings, "audit", "verify", "--output", "json");

    /// <summary>A service that calls the instance.</summary>
    internal ServiceCaller NewService() => System.NewService();

    /// <summary>Stops the server in an orderly way.</summary>
    internal Task StopAsync() => Server.DisposeAsync().AsTask();

    /// <summary>Restarts the stopped or killed server on the same port.</summary>
    internal async Task RestartAsync()
    {
        var owner = new NpgsqlConnectionStringBuilder(_system.Postgres.OwnerConnection);
        var options = new PostgresServerOptions
        {
            Folder = Server.Folder,
            OwnerPassword = owner.Password!,
            Port = owner.Port,
            Throwaway = true,
        };
        await Server.DisposeAsync();
        _server = await PostgresServer.StartAsync(options, TestContext.Current.CancellationToken);
        NpgsqlConnection.ClearAllPools();
        Database.CloseIdleConnections();
    }
}
