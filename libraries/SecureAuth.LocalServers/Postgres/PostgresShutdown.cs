namespace SecureAuth.LocalServers;

/// <summary>Stops the server of a cluster, even if another process started it.</summary>
internal static class PostgresShutdown
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// A fast shutdown ends the sessions and writes what is committed. If it takes more than 15 seconds, an immediate one
    /// follows, after which the next start recovers from the write-ahead log.
    /// </summary>
    public static async Task StopAsync(PostgresFolder folder, PostgresPrograms programs)
    {
        foreach (var mode in (string[])["fast", "immediate"])
        {
            var stop = new Command(programs.PgCtl, "stop", "-D", folder.Cluster, "-m", mode, "-t", "15") { User = folder.User };
            if (await ChildProcess.RunAsync(stop, _ => { }, CancellationToken.None) == 0)
            {
                return;
            }
        }
    }

    /// <summary>Stops a server that an earlier run left behind on this cluster, if there is one.</summary>
    public static async Task StopOrphanAsync(
        PostgresFolder folder, PostgresPrograms programs, Action<string> log, CancellationToken cancel)
    {
        var file = new PostmasterFile(folder);
        if (file.FindOrphan() is not { } processId)
        {
            return;
        }

        log($"stopping process {processId}, which an earlier run left behind");
        await StopAsync(folder, programs);
        while (file.FindOrphan() is not null)
        {
            await Task.Delay(PollInterval, cancel);
        }
    }
}
