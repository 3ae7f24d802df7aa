using System.Security.Cryptography;
using SecureAuth.LocalServers;

namespace SecureAuth.AppHost.Tests.Local;

public sealed class PostgresServerTests
{
    [Fact]
    public async Task A_paused_server_is_stopped_until_it_is_resumed()
    {
        using var folder = TemporaryFolder.Create("secureauth-postgres-");
        await using var postgres = await PostgresServer.StartAsync(OptionsIn(folder), TestContext.Current.CancellationToken);

        postgres.Pause();
        await Eventually.IsTrueAsync(() => StateOf(postgres.ProcessId) == 'T', () => "it to stand still");

        postgres.Resume();
        await Eventually.IsTrueAsync(() => StateOf(postgres.ProcessId) != 'T', () => "it to go on");
    }

    [Fact]
    public async Task A_killed_server_restarts_on_the_same_port()
    {
        using var folder = TemporaryFolder.Create("secureauth-postgres-");
        var options = OptionsIn(folder);
        await using var killed = await PostgresServer.StartAsync(options, TestContext.Current.CancellationToken);
        await killed.KillAsync();

        await using var again = await PostgresServer.StartAsync(
            options with { Port = killed.Port }, TestContext.Current.CancellationToken);

        Assert.Equal(killed.ConnectionString, again.ConnectionString);
        Assert.NotEqual(killed.ProcessId, again.ProcessId);
    }

    private static PostgresServerOptions OptionsIn(TemporaryFolder folder) => new()
    {
        Folder = folder.Subfolder("postgres"),
        OwnerPassword = RandomNumberGenerator.GetHexString(16, lowercase: true),
        Throwaway = true,
    };

    private static char StateOf(int processId) => File.ReadAllText($"/proc/{processId}/stat").Split(") ")[1][0];
}
