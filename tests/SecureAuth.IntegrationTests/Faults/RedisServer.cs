using SecureAuth.AppHost.Local.Servers;
using SecureAuth.IntegrationTests.Stack;
using StackExchange.Redis;

namespace SecureAuth.IntegrationTests.Faults;

/// <summary>A real redis-server that a test may pause, kill, flush and restart with its last snapshot.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("secureauth-redis-");
    private readonly int _port = FreePort.Next();
    private readonly string _program;
    private ChildProcess? _process;

    public RedisServer()
    {
        _program = ProgramPath.Find("redis-server") ?? "";
        Assert.SkipWhen(_program.Length == 0, "There is no redis-server on the PATH, and Garnet cannot be paused or killed.");
    }

    public string ConnectionString => $"127.0.0.1:{_port}";

    /// <summary>Starts the server with its last snapshot, if there is one.</summary>
    public async Task StartAsync()
    {
        var settings = $"port {_port}\nbind 127.0.0.1\ndir {_folder.FullName}\nsave \"\"\nappendonly no\n";
        _process = await ChildProcess.StartAsync(new Launch(_program, "-"), _ => { }, settings);
        await Eventually.IsTrueAsync(AnswersAsync, "redis-server answers");
    }

    public void Pause() => Signals.Send(_process!.Id, Signals.Stop);

    public void Resume() => Signals.Send(_process!.Id, Signals.Continue);

    public async Task KillAsync()
    {
        Signals.Send(_process!.Id, Signals.Kill);
        await _process.Exited;
    }

    public async Task<RedisResult> ExecuteAsync(string command, params object[] arguments)
    {
        await using var connection = await ConnectAsync();
        return await connection.GetDatabase().ExecuteAsync(command, arguments);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            Resume();
            await _process.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    private Task<ConnectionMultiplexer> ConnectAsync() =>
        ConnectionMultiplexer.ConnectAsync($"{ConnectionString},allowAdmin=true");

    private async Task<bool> AnswersAsync()
    {
        try
        {
            return !(await ExecuteAsync("PING")).IsNull;
        }
        catch (Exception error) when (error is RedisException or RedisTimeoutException)
        {
            return false;
        }
    }
}
