using System.Security.Cryptography;
using SecureAuth.LocalServers;

namespace SecureAuth.AppHost.Tests.Local;

/// <summary>With connection strings in the environment, the runner uses those servers and starts none.</summary>
public sealed class ConfiguredServerTests
{
    [Fact]
    public async Task Configured_servers_are_used_and_none_is_started()
    {
        var password = RandomNumberGenerator.GetHexString(16, lowercase: true);
        using var folder = TemporaryFolder.Create("secureauth-postgres-");
        await using var postgres = await PostgresServer.StartAsync(
            new PostgresServerOptions { Folder = folder.Subfolder("pg"), OwnerPassword = password, Throwaway = true },
            TestContext.Current.CancellationToken);
        using var garnet = GarnetServer.Start(password);

        await using var runner = await RunnerProcess.StartReadyAsync(
            RunnerProcess.NewFolder(),
            ("ConnectionStrings__secureauth", postgres.ConnectionString),
            ("ConnectionStrings__redis", garnet.ConnectionString));

        Assert.DoesNotContain("postgres |", runner.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Garnet, in this process", runner.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(runner.Folder, "postgres")));
    }
}
