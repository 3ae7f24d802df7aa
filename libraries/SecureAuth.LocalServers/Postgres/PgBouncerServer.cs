using System.Globalization;

namespace SecureAuth.LocalServers;

/// <summary>
/// A private PgBouncer on 127.0.0.1 in transaction mode, from the installed program. The caller disposes of it. If our process is
/// killed, the kernel stops the server, on Linux only.
/// </summary>
public sealed class PgBouncerServer : IAsyncDisposable
{
    private const string Program = "pgbouncer";

    private const string Ready = "process up";

    private const int MaxAttempts = 5;

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    private readonly ChildProcess _process;

    private PgBouncerServer(ChildProcess process, int port)
    {
        _process = process;
        Port = port;
    }

    /// <summary>Debian's package puts the program into a folder that is not in every user's PATH.</summary>
    private static string? Path => ProgramPath.Find(Program) ?? ProgramPath.FindIn("/usr/sbin", Program);

    public static bool IsInstalled => Path is not null;

    public int Port { get; }

    /// <summary>Starts the server and returns when it listens.</summary>
    /// <exception cref="CannotStartException">PgBouncer is not installed, or has ended.</exception>
    public static async Task<PgBouncerServer> StartAsync(PgBouncerOptions options, CancellationToken cancel)
    {
        var program = Path
            ?? throw new CannotStartException($"{Program} was not found.", $"Install it (Debian: apt install {Program}).");
        var folder = await ServerFolder.OpenAsync(options.Folder, cancel);
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort.Next();
            var output = new OutputTail();
            var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var command = new Command(program, WriteConfiguration(folder.Path, port, options)) { User = folder.User };
            var process = await ChildProcess.StartAsync(command, line =>
            {
                output.Add(line);
                if (line.Contains(Ready, StringComparison.Ordinal))
                {
                    ready.TrySetResult();
                }
            });
            await Task.WhenAny(ready.Task, process.Exited, Task.Delay(StartTimeout, cancel));
            if (ready.Task.IsCompleted)
            {
                return new PgBouncerServer(process, port);
            }

            await process.DisposeAsync();

            // Another process may have taken the port before PgBouncer did.
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

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    /// <summary>Writes the files, which nobody but the user that the server runs as can reach, and returns the path.</summary>
    private static string WriteConfiguration(string folder, int port, PgBouncerOptions options)
    {
        var users = System.IO.Path.Combine(folder, "userlist.txt");
        File.WriteAllLines(users, options.Passwords.Select(user => $"\"{user.Key}\" \"{user.Value}\""));
        var configuration = System.IO.Path.Combine(folder, "pgbouncer.ini");
        File.WriteAllText(configuration, string.Create(
            CultureInfo.InvariantCulture,
            $"""
            [databases]
            * = host=127.0.0.1 port={options.PostgresPort}

            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = scram-sha-256
            auth_file = {users}
            pool_mode = transaction
            {string.Join('\n', options.Directives)}

            """));
        return configuration;
    }
}
