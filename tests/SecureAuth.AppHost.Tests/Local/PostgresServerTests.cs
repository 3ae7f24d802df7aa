using System.Security.Cryptography;
using SecureAuth.AppHost.Local.Servers;

namespace SecureAuth.AppHost.Tests.Local;

public sealed class PostgresServerTests
{
    [Fact]
    public async Task A_paused_server_is_stopped_until_it_is_resumed()
    {
        await using var postgres = await PostgresServer.StartAsync(NewSettings(), TestContext.Current.CancellationToken);

        postgres.Pause();
        await Eventually.IsTrueAsync(() => StateOf(postgres.ProcessId) == 'T', () => "it to stand still");

        postgres.Resume();
        await Eventually.IsTrueAsync(() => StateOf(postgres.ProcessId) != 'T', () => "it to go on");
    }

    [Fact]
    public async Task A_killed_server_restarts_on_the_same_port()
    {
        var settings = NewSettings();
        await using var killed = await PostgresServer.StartAsync(settings, TestContext.Current.CancellationToken);
        await killed.KillAsync();

        await using var again = await PostgresServer.StartAsync(
            settings with { Port = killed.Port }, TestContext.Current.CancellationToken);

        Assert.Equal(killed.ConnectionString, again.ConnectionString);
        Assert.NotEqual(killed.ProcessId, again.ProcessId);
    }

    private static PostgresSettings NewSettings()
    {
        var folder = RunnerProcess.NewFolder();
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherExecute);
        return new PostgresSettings
        {
            Folder = Path.Combine(folder, "postgres"),
            OwnerPassword = RandomNumberGenerator.GetHexString(16, lowercase: true),
            Throwaway = true,
        };
    }

    private static char StateOf(int processId) => File.ReadAllText($"/proc/{processId}/stat").Split(") ")[1][0];
}
