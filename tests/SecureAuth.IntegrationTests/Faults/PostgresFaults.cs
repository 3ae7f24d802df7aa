using Npgsql;
using SecureAuth.AppHost.Local.Servers;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Faults;

/// <summary>The tests that measure times: nothing else runs beside them.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class PostgresFaultsRunAlone : ICollectionFixture<PostgresFaults>;

/// <summary>A system of its own, whose PostgreSQL may be lost.</summary>
public sealed class PostgresFaults : IAsyncLifetime
{
    private readonly TestSystem _system = new();

    internal PostgresServer Server { get; private set; } = null!;

    internal Database Database => _system.Database;

    /// <summary>The instance that has been there from the start.</summary>
    internal ApiProcess Api => _system.Api;

    public async ValueTask InitializeAsync()
    {
        await _system.InitializeAsync();
        Assert.SkipWhen(_system.Postgres.Server is null, "The configured PostgreSQL is not ours to stop.");
        Server = _system.Postgres.Server!;
    }

    public async ValueTask DisposeAsync()
    {
        await (Server?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _system.DisposeAsync();
    }

    internal Task<ApiProcess> LaunchApiAsync() => ApiProcess.LaunchAsync(_system.Settings.ForApi());

    internal Task<ApiProcess> StartApiAsync() => _system.StartApiAsync();

    /// <summary>As an operator would, or the system at its end.</summary>
    internal Task StopAsync() => Server.DisposeAsync().AsTask();

    /// <summary>Starts the stopped or killed server again, where it was.</summary>
    internal async Task RestartAsync()
    {
        var owner = new NpgsqlConnectionStringBuilder(_system.Postgres.OwnerConnection);
        var settings = new PostgresSettings
        {
            Folder = Server.Folder,
            OwnerPassword = owner.Password!,
            Port = owner.Port,
            Throwaway = true,
        };
        await Server.DisposeAsync();
        Server = await PostgresServer.StartAsync(settings, TestContext.Current.CancellationToken);
        NpgsqlConnection.ClearAllPools();
    }
}
