using System.Security.Cryptography;
using SecureAuth.AppHost.Local.Servers;

namespace SecureAuth.AppHost.Tests.Local;

/// <summary>Connection strings in the environment mean: use those servers, start none.</summary>
public sealed class ConfiguredServerTests
{
    [Fact]
    public async Task Configured_servers_are_used_and_none_is_started()
    {
        var password = RandomNumberGenerator.GetHexString(16, lowercase: true);
        await using var postgres = await PostgresServer.StartAsync(
            new PostgresSettings { Folder = Path.Combine(NewReachableFolder(), "pg"), OwnerPassword = password, Throwaway = true },
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

    private static string NewReachableFolder()
    {
        var folder = RunnerProcess.NewFolder();
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherExecute);
        return folder;
    }
}
