using System.Globalization;

namespace SecureAuth.LocalServers;

/// <summary>
/// A private redis-server on 127.0.0.1, from the installed program. It saves nothing by itself. The caller disposes
/// of it. If our process is killed, the kernel stops the server, on Linux only.
/// </summary>
public sealed class RedisServer : IAsyncDisposable
{
    private const string Program = "redis-server";

    private const int MaxAttempts = 5;

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    private readonly ChildProcess _process;

    private RedisServer(ChildProcess process, int port, string password)
    {
        _process = process;
        Port = port;
        ConnectionString = $"127.0.0.1:{port},password={password}";
    }

    /// <summary>Whether a redis-server program is in PATH. <see cref="GarnetServer"/> does not need one.</summary>
    public static bool IsInstalled => ProgramPath.Find(Program) is not null;

    public int Port { get; }

    public int ProcessId => _process.Id;

    /// <summary>For StackExchange.Redis.</summary>
    public string ConnectionString { get; }

    /// <summary>Completes with the exit code when the server ends, whatever the reason.</summary>
    public Task<int> Exited => _process.Exited;

    /// <summary>
    /// Starts the server, with the data that it has saved in the folder of the options, and returns when it answers. Cancelling
    /// stops it.
    /// </summary>
    /// <exception cref="CannotStartException">
    /// redis-server is not installed, has ended, or has not answered within 30 seconds.
    /// </exception>
    public static async Task<RedisServer> StartAsync(RedisServerOptions options, CancellationToken cancel)
    {
        var program = ProgramPath.Find(Program)
            ?? throw new CannotStartException(
                $"{Program} was not found in PATH.", $"Install it (Debian: apt install {Program}).");
        var folder = options.Folder is null ? null : await ServerFolder.OpenAsync(options.Folder, cancel);
        var user = UnprivilegedUser.FindIfRoot();
        for (var attempt = 1; ; attempt++)
        {
            var port = options.Port ?? FreePort.Next();
            var command = new Command(program, "-") { User = user, Input = Configuration(options, port, folder) };
            var output = new OutputTail();
            var server = new RedisServer(await ChildProcess.StartAsync(command, output.Add), port, options.Password);
            if (await server.BecomesReadyAsync(options.Password, cancel))
            {
                return server;
            }

            await server.DisposeAsync();

            // Another process may have taken the port before redis-server did.
            if (attempt == MaxAttempts || !output.Contains("Address already in use"))
            {
                throw new CannotStartException(
                    $"{Program} did not start on port {port}. It reported: {output.ErrorLine()}", "Fix the reported problem.");
            }
        }
    }

    /// <summary>Suspends the server: it neither responds nor closes connections, like a hanging server. Not on Windows.</summary>
    public void Pause() => _process.Pause();

    /// <summary>Lets a paused server continue.</summary>
    public void Resume() => _process.Resume();

    /// <summary>Ends the server at once, as a crash would. Data that it has not saved is lost.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <summary>Stops the server, within ten seconds, and leaves its folder as it is.</summary>
    public ValueTask DisposeAsync() => _process.DisposeAsync();

    /// <summary>For standard input, since other users can read the arguments of a process.</summary>
    private static string Configuration(RedisServerOptions options, int port, ServerFolder? folder) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        port {port}
        bind 127.0.0.1
        requirepass {options.Password}
        dir "{folder?.Path ?? Path.GetTempPath()}"
        dbfilename {(folder is null ? "\"\"" : "dump.rdb")}
        save ""
        appendonly no
        {string.Join('\n', options.Directives)}

        """);

    private async Task<bool> BecomesReadyAsync(string password, CancellationToken cancel)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timeout.CancelAfter(StartTimeout);
        try
        {
            while (!await RedisPing.IsReadyAsync(Port, password, timeout.Token))
            {
                if (Exited.IsCompleted)
                {
                    await _process.DrainAsync();
                    return false;
                }

                await Task.Delay(PollInterval, timeout.Token);
            }

            return true;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
        catch (OperationCanceledException)
        {
            await DisposeAsync();
            throw;
        }
    }
}
