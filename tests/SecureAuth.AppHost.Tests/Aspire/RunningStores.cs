using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using SecureAuth.LocalServers;

namespace SecureAuth.AppHost.Tests.Aspire;

/// <summary>Migrated servers without containers, in the place of those that the AppHost would run.</summary>
public sealed class RunningStores : IAsyncLifetime
{
    private const string Password = "letters0and1digits2only3of4these";

    private static readonly string Key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private readonly TemporaryFolder _folder = TemporaryFolder.Create("secureauth-commands-");
    private readonly GarnetServer _redis = GarnetServer.Start(Password);
    private PostgresServer? _postgres;

    public async ValueTask InitializeAsync()
    {
        _postgres = await PostgresServer.StartAsync(
            new PostgresServerOptions { Folder = _folder.Subfolder("postgres"), OwnerPassword = Password, Throwaway = true },
            TestContext.Current.CancellationToken);
        var migration = await SecureAuthAsync("", "migrate");
        Assert.True(migration.ExitCode == 0, migration.Error);
    }

    public async ValueTask DisposeAsync()
    {
        await _postgres!.DisposeAsync();
        _redis.Dispose();
        _folder.Dispose();
    }

    /// <summary>Creates an account and returns its e-mail address.</summary>
    internal async Task<string> AddUserAsync(string name)
    {
        var email = $"{name}@example.com";
        var result = await SecureAuthAsync("violet tram over the harbour\n", "users", "create", email, "--password-stdin");
        Assert.True(result.ExitCode == 0, result.Error);
        return email;
    }

    /// <summary>Runs the command line as the operator of a terminal does.</summary>
    internal Task<ProcessResult> SecureAuthAsync(string input, params string[] args) => AppHostProcess.RunAsync(
        "CommandLine",
        args,
        new()
        {
            ["DOTNET_ENVIRONMENT"] = "Development",
            ["ConnectionStrings__migrations"] = _postgres!.ConnectionString,
            ["ConnectionStrings__secureauth"] = _postgres.ConnectionStringFor("secureauth_api", Password),
            ["ConnectionStrings__operator"] = _postgres.ConnectionStringFor("secureauth_operator", Password),
            ["ConnectionStrings__redis"] = _redis.ConnectionString,
            ["Passwords__Peppers__0"] = Key,
            ["Keys__Master__0"] = Key,
        },
        input);

    /// <summary>The model of a run, in which the containers have the ports of these servers.</summary>
    internal async Task<IDistributedApplicationTestingBuilder> ModelAsync(params string[] args)
    {
        var model = await Model.OfRunAsync(
        [
            "--environment", "Development",
            $"--Parameters:postgres-password={Password}",
            $"--Parameters:api-database-password={Password}",
            $"--Parameters:operator-database-password={Password}",
            $"--Parameters:redis-password={Password}",
            $"--Parameters:pepper={Key}",
            $"--Parameters:master-key={Key}",
            .. args,
        ]);
        Allocate(model.Endpoint("postgres"), _postgres!.Port);
        Allocate(model.Endpoint("redis"), _redis.Port);
        Allocate(model.Endpoint("api"), 5080);
        return model;
    }

    private static void Allocate(EndpointAnnotation endpoint, int port) =>
        endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, "127.0.0.1", port);
}
