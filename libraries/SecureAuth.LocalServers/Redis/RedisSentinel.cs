using System.Globalization;

namespace SecureAuth.LocalServers;

/// <summary>
/// A private Redis Sentinel on 127.0.0.1, from the installed redis-server. It watches one master, finds its replicas, and
/// promotes one of them if the master does not answer for half a second. The caller disposes of it.
/// </summary>
public sealed class RedisSentinel : IAsyncDisposable
{
    /// <summary>The name of the master in a connection string.</summary>
    public const string ServiceName = "secureauth";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    private readonly ChildProcess _process;

    private RedisSentinel(ChildProcess process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    /// <summary>Starts a sentinel and returns when it answers.</summary>
    /// <param name="folder">The folder of this sentinel, where it keeps what it has found.</param>
    /// <param name="master">The master, which has the same password as the sentinel and the replicas.</param>
    /// <param name="password">Letters and digits.</param>
    /// <param name="quorum">How many sentinels have to agree that the master does not answer.</param>
    /// <param name="port">Null means any free port.</param>
    /// <param name="cancel">Cancels the start.</param>
    /// <exception cref="CannotStartException">redis-server is not installed, or has ended.</exception>
    public static async Task<RedisSentinel> StartAsync(
        string folder, RedisServer master, string password, int quorum, int? port, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(master);

        var program = ProgramPath.Find("redis-server")
            ?? throw new CannotStartException(
                "redis-server was not found in PATH.", "Install it (Debian: apt install redis-server).");
        var opened = await ServerFolder.OpenAsync(folder, cancel);
        var actualPort = port ?? FreePort.Next();
        var configuration = Path.Combine(opened.Path, "sentinel.conf");
        await File.WriteAllTextAsync(
            configuration, Configuration(actualPort, master.Port, password, quorum, opened.Path), cancel);
        if (opened.User is { } user)
        {
            // A sentinel writes what it finds to its configuration.
            await ChildProcess.RunAsync(new Command("chown", user.UserId, configuration), _ => { }, cancel);
        }

        var output = new OutputTail();
        var command = new Command(program, configuration, "--sentinel") { User = opened.User };
        var sentinel = new RedisSentinel(await ChildProcess.StartAsync(command, output.Add), actualPort);
        if (await sentinel.BecomesReadyAsync(password, cancel))
        {
            return sentinel;
        }

        await sentinel.DisposeAsync();
        throw new CannotStartException(
            $"The sentinel did not start. It reported: {output.ErrorLine()}", "Fix the reported problem.");
    }

    /// <summary>Ends the sentinel at once, as a crash would.</summary>
    public Task KillAsync() => _process.KillAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private async Task<bool> BecomesReadyAsync(string password, CancellationToken cancel)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timeout.CancelAfter(StartTimeout);
        try
        {
            while (!await RedisPing.IsReadyAsync(Port, password, timeout.Token))
            {
                if (_process.Exited.IsCompleted)
                {
                    await _process.DrainAsync();
                    return false;
                }

                await Task.Delay(PollInterval, timeout.Token);
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static string Configuration(int port, int masterPort, string password, int quorum, string folder) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        port {port}
        bind 127.0.0.1
        dir "{folder}"
        requirepass {password}
        sentinel sentinel-pass {password}
        sentinel monitor {ServiceName} 127.0.0.1 {masterPort} {quorum}
        sentinel auth-pass {ServiceName} {password}
        sentinel down-after-milliseconds {ServiceName} 500
        sentinel failover-timeout {ServiceName} 3000

        """);
}
