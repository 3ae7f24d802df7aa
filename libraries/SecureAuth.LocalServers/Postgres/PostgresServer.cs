using System.Globalization;

namespace SecureAuth.LocalServers;

/// <summary>
/// A private PostgreSQL server on 127.0.0.1, from the installed programs, with one database and the role that owns it. The
/// caller disposes of it. If our process is killed, the kernel stops the server on Linux. On other systems, the next start on its
/// folder stops it.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>The environment variable with the folder of the programs. If it is set, no other folder is searched.</summary>
    public const string ProgramsVariable = "SECUREAUTH_POSTGRES_BIN";

    /// <summary>The name of the database.</summary>
    public const string Database = "secureauth";

    /// <summary>The role that owns the database. It may create roles and databases, but it is not a superuser.</summary>
    public const string Owner = "secureauth_owner";

    private const int MaxAttempts = 5;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(30);

    /// <summary>
    /// The remaining processes of a killed server end soon, and another process may have taken the port before PostgreSQL did.
    /// </summary>
    private static readonly string[] TransientErrors =
        ["is still in use", "could not bind", "could not create any TCP/IP sockets"];

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
        ConnectionString = ConnectionStringFor(Owner, password);
    }

    public int Port { get; }

    public int ProcessId => _process.Id;

    /// <summary>The major version, such as 17.</summary>
    public int Version => _programs.Version;

    /// <summary>
    /// Where the data is. This is not the folder of the options if the server has to run as another user who cannot reach that.
    /// </summary>
    public string Folder => _folder.Path;

    /// <summary>For Npgsql, as <see cref="Owner"/>.</summary>
    public string ConnectionString { get; }

    /// <summary>Completes with the exit code when the server ends, whatever the reason.</summary>
    public Task<int> Exited => _process.Exited;

    /// <summary>
    /// Creates the database if the folder has none, starts the server and returns when it accepts connections. A server that an
    /// earlier run left behind on the folder is stopped first. Cancelling stops whatever has been started.
    /// </summary>
    /// <exception cref="CannotStartException">
    /// PostgreSQL is not installed, or not in the version of the data; the data is damaged; or the port is taken.
    /// </exception>
    public static async Task<PostgresServer> StartAsync(PostgresServerOptions options, CancellationToken cancel)
    {
        var folder = await PostgresFolder.OpenAsync(options, cancel);
        var programs = await PostgresPrograms.FindAsync(folder, cancel);
        if (!folder.HasCluster)
        {
            await PostgresCluster.CreateAsync(folder, programs, options, cancel);
        }

        await PostgresShutdown.StopOrphanAsync(folder, programs, options.Log, cancel);
        PostgresCluster.WriteAccessRules(folder);

        for (var attempt = 1; ; attempt++)
        {
            var output = new OutputTail();
            var server = await LaunchAsync(folder, programs, options, output);
            if (await server.BecomesReadyAsync(cancel))
            {
                return server;
            }

            await server.DisposeAsync();
            if (attempt == MaxAttempts || !TransientErrors.Any(output.Contains))
            {
                throw folder.Unusable($"PostgreSQL reported: {output.ErrorLine()}");
            }

            await Task.Delay(RetryDelay, cancel);
        }
    }

    /// <summary>For Npgsql, as a role that the caller creates or has created.</summary>
    public string ConnectionStringFor(string role, string password) =>
        $"Host=127.0.0.1;Port={Port};Database={Database};Username={role};Password={password}";

    /// <summary>
    /// Suspends the server with all its sessions. It neither responds nor closes connections, like a hanging server. Linux only.
    /// </summary>
    public void Pause()
    {
        _paused = true;
        SendToAll(Signals.Stop);
    }

    /// <summary>Lets a paused server continue.</summary>
    public void Resume()
    {
        _paused = false;
        SendToAll(Signals.Continue);
    }

    /// <summary>
    /// Ends the server as the kernel's out-of-memory killer would. The next start on its folder recovers from the write-ahead
    /// log.
    /// </summary>
    public Task KillAsync() => _process.KillAsync();

    /// <summary>Stops the server, within half a minute, and leaves its folder as it is.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!Exited.IsCompleted)
        {
            if (_paused)
            {
                Resume();
            }

            await PostgresShutdown.StopAsync(_folder, _programs);
        }

        await _process.DisposeAsync();
    }

    private static async Task<PostgresServer> LaunchAsync(
        PostgresFolder folder, PostgresPrograms programs, PostgresServerOptions options, OutputTail output)
    {
        var port = options.Port ?? FreePort.Next();
        var command = PostgresCommand.Create(folder, programs, options, port);
        var process = await ChildProcess.StartAsync(command, line =>
        {
            output.Add(line);
            options.Log(line);
        });
        return new PostgresServer(folder, programs, process, port, options.OwnerPassword);
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

                await Task.Delay(PollInterval, cancel);
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            await DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Every backend is in a session and process group of its own, so only its parent ID identifies its server.
    /// </summary>
    private void SendToAll(int signal)
    {
        var backends = File.ReadAllText($"/proc/{ProcessId}/task/{ProcessId}/children")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(id => int.Parse(id, CultureInfo.InvariantCulture));
        foreach (var id in backends.Prepend(ProcessId).ToList())
        {
            Signals.Send(id, signal);
        }
    }
}
