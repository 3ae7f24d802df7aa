using System.Security.Cryptography;
using SecureAuth.AppHost.Local.Servers;
using StackExchange.Redis;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>The configured Redis server, else an installed redis-server, else Garnet in this process.</summary>
internal sealed class Redis : IAsyncDisposable
{
    private readonly string _password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
    private readonly string? _program;

    private ChildProcess? _process;
    private GarnetServer? _garnet;

    private Redis(string? program, string? configured)
    {
        _program = program;
        Port = FreePort.Next();
        IsOurs = configured is null;
        ConnectionString = configured ?? $"127.0.0.1:{Port},password={_password}";
        Description = (configured, program) switch
        {
            (not null, _) => "the server of ConnectionStrings__redis",
            (_, not null) => "a real redis-server",
            _ => "embedded Garnet, since there is no redis-server on the PATH",
        };
    }

    public int Port { get; }

    public string ConnectionString { get; }

    public string Description { get; }

    /// <summary>False for a configured server, which no test may stop or flush.</summary>
    public bool IsOurs { get; }

    /// <summary>Null if there is no process of our own to pause.</summary>
    public int? ProcessId => _process?.Id;

    public static async Task<Redis> StartAsync()
    {
        var configured = Environment.GetEnvironmentVariable("ConnectionStrings__redis") is { Length: > 0 } value ? value : null;
        var redis = new Redis(configured is null ? ProgramPath.Find("redis-server") : null, configured);
        await redis.LaunchAsync();
        return redis;
    }

    /// <summary>Restarts a stopped server on the same port, without its data.</summary>
    public async Task LaunchAsync()
    {
        if (!IsOurs)
        {
            return;
        }

        if (_program is null)
        {
            _garnet = GarnetServer.Start(_password, Port);
            return;
        }

        // The password goes through standard input because arguments are public.
        var launch = new Launch(_program, "-") { WorkingDirectory = Path.GetTempPath() };
        var settings = $"port {Port}\nbind 127.0.0.1\nrequirepass {_password}\nsave \"\"\nappendonly no\n";
        _process = await ChildProcess.StartAsync(launch, _ => { }, settings);
        await Eventually.IsTrueAsync(AnswersAsync, "redis-server answers");
    }

    public async Task StopAsync()
    {
        _garnet?.Dispose();
        _garnet = null;
        if (_process is not null)
        {
            await _process.DisposeAsync();
            _process = null;
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await using var connection = await ConnectionMultiplexer.ConnectAsync(ConnectionString);
            return true;
        }
        catch (RedisConnectionException) when (_process?.Exited.IsCompleted == false)
        {
            return false;
        }
    }
}
