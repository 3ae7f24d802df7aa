using System.Globalization;

namespace SecureAuth.AppHost.Local.Servers;

/// <summary>
/// A private PostgreSQL server on 127.0.0.1, made of the installed programs, with one database and the role that owns it.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>What is left of a server that was killed ends within moments, and a port may be taken from under us.</summary>
    private const int Attempts = 5;

    /// <summary>The socket's whole path has to fit into 107 bytes, its own name .s.PGSQL.NNNNN included.</summary>
    private const int LongestSocketFolder = 90;

    private static readonly string[] Passing = ["is still in use", "could not bind", "could not create any TCP/IP sockets"];

    private readonly PostgresFolder _folder;
    private readonly PostgresPrograms _programs;
    private readonly ChildProcess _process;

    private bool _paused;

    private PostgresServer(PostgresFolder folder, PostgresPrograms programs, ChildProcess process, int port, string password)
    {
        _folder = folder;
        _programs = programs;
        _process = process;
        Port = port;
        ConnectionString = ConnectionStringOf(PostgresCluster.Owner, password);
    }

    public int Port { get; }

    public int ProcessId => _process.Id;

    public int Version => _programs.Version;

    public string Folder => _folder.Path;

    /// <summary>The owner's: it may make roles and databases, and is no superuser.</summary>
    public string ConnectionString { get; }

    /// <summary>The exit code, once there is one.</summary>
    public Task<int> Exited => _process.Exited;

    public static async Task<PostgresServer> StartAsync(PostgresSettings settings, CancellationToken cancel)
    {
        var folder = await PostgresFolder.OpenAsync(settings.Folder, cancel);
        var programs = await PostgresPrograms.FindAsync(folder.HasCluster ? folder.ClusterVersion : null, cancel);
        if (!folder.HasCluster)
        {
            await PostgresCluster.CreateAsync(folder, programs, settings, cancel);
        }

        await StopOrphanAsync(folder, programs, settings.Log, cancel);
        PostgresCluster.WriteAccessRules(folder);

        for (var attempt = 1; ; attempt++)
        {
            var said = new LastLines();
            var port = settings.Port ?? FreePort.Next();
            var server = await LaunchAsync(folder, programs, settings, port, said);
            if (await server.BecomesReadyAsync(cancel))
            {
                return server;
            }

            await server.DisposeAsync();
            if (attempt == Attempts || !Passing.Any(reason => said.All.Contains(reason, StringComparison.Ordinal)))
            {
                throw folder.Broken($"PostgreSQL said: {said.Worst}");
            }

            await Task.Delay(TimeSpan.FromSeconds(1), cancel);
        }
    }

    public string ConnectionStringOf(string role, string password) =>
        $"Host=127.0.0.1;Port={Port};Database={PostgresCluster.Database};Username={role};Password={password}";

    /// <summary>Nothing answers any more, and nothing is closed: what a client sees of a hanging server. Linux only.</summary>
    public void Pause()
    {
        _paused = true;
        Array.ForEach([ProcessId, .. Backends()], id => Signals.Send(id, Signals.Stop));
    }

    public void Resume()
    {
        _paused = false;
        Array.ForEach([ProcessId, .. Backends()], id => Signals.Send(id, Signals.Continue));
    }

    /// <summary>As the kernel's out-of-memory killer would; the next start recovers from the log.</summary>
    public async Task KillAsync()
    {
        Signals.Send(ProcessId, Signals.Kill);
        await Exited;
    }

    public async ValueTask DisposeAsync()
    {
        if (!Exited.IsCompleted)
        {
            if (_paused)
            {
                Resume();
            }

            await StopAsync(_folder, _programs);
        }

        await _process.DisposeAsync();
    }

    private static async Task<PostgresServer> LaunchAsync(
        PostgresFolder folder, PostgresPrograms programs, PostgresSettings settings, int port, LastLines said)
    {
        var socketFolder = folder.Path.Length <= LongestSocketFolder ? folder.Path : "";
        string[] unsafeButFast = settings.Throwaway ? ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=400"] : [];
        var process = await ChildProcess.StartAsync(
            new Launch(
                programs.Postgres,
                ["-D", folder.Cluster,
                 "-c", "listen_addresses=127.0.0.1",
                 "-c", string.Create(CultureInfo.InvariantCulture, $"port={port}"),
                 "-c", $"unix_socket_directories={socketFolder}",
                 "-c", "log_checkpoints=off",

                 // Not errors: their clients report them, and their details quote rows, personal data included.
                 "-c", "log_min_messages=log",
                 .. unsafeButFast])
            {
                User = folder.User,

                // A fast shutdown, as below.
                DeathSignal = "INT",
            },
            line =>
            {
                said.Add(line);
                settings.Log(line);
            });
        return new PostgresServer(folder, programs, process, port, settings.OwnerPassword);
    }

    private static async Task StopOrphanAsync(
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
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancel);
        }
    }

    /// <summary>
    /// Fast: sessions are ended, what is committed is written. If that takes too long, immediate: the next start replays the log.
    /// </summary>
    private static async Task StopAsync(PostgresFolder folder, PostgresPrograms programs)
    {
        foreach (var mode in (string[])["fast", "immediate"])
        {
            var launch = new Launch(programs.PgCtl, "stop", "-D", folder.Cluster, "-m", mode, "-t", "15") { User = folder.User };
            if (await ChildProcess.RunAsync(launch, _ => { }, CancellationToken.None) == 0)
            {
                return;
            }
        }
    }

    private async Task<bool> BecomesReadyAsync(CancellationToken cancel)
    {
        var file = new PostmasterFile(_folder);
        try
        {
            while (!file.IsReady(ProcessId))
            {
                if (Exited.IsCompleted)
                {
                    await _process.DrainAsync();
                    return false;
                }

                await Task.Delay(TimeSpan.FromMilliseconds(30), cancel);
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            await DisposeAsync();
            throw;
        }
    }

    /// <summary>Each backend leads a session of its own, so only its parent tells whose it is.</summary>
    private int[] Backends() =>
    [
        .. File.ReadAllText($"/proc/{ProcessId}/task/{ProcessId}/children")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(id => int.Parse(id, CultureInfo.InvariantCulture)),
    ];
}
