using System.Security.Cryptography;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>The configured Redis server, else an installed redis-server, else Garnet in this process.</summary>
internal sealed class Redis : IAsyncDisposable
{
    private readonly string _password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
    private readonly int _port = FreePort.Next();

    private RedisServer? _server;
    private GarnetServer? _garnet;

    private Redis(string? configured)
    {
        IsOurs = configured is null;
        ConnectionString = configured ?? $"127.0.0.1:{_port},password={_password}";
        Description = (IsOurs, RedisServer.IsInstalled) switch
        {
            (false, _) => "the server of ConnectionStrings__redis",
            (_, true) => "a real redis-server",
            _ => "embedded Garnet, since there is no redis-server on the PATH",
        };
    }

    public string ConnectionString { get; }

    public string Description { get; }

    /// <summary>False for a configured server, which no test may stop or flush.</summary>
    public bool IsOurs { get; }

    public static async Task<Redis> StartAsync()
    {
        var configured = Environment.GetEnvironmentVariable("ConnectionStrings__redis");
        var redis = new Redis(configured is { Length: > 0 } ? configured : null);
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

        if (!RedisServer.IsInstalled)
        {
            _garnet = GarnetServer.Start(_password, _port);
            return;
        }

        var options = new RedisServerOptions { Password = _password, Port = _port };
        _server = await RedisServer.StartAsync(options, CancellationToken.None);
    }

    public async Task StopAsync()
    {
        _garnet?.Dispose();
        _garnet = null;
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        _server = null;
    }

    public async ValueTask DisposeAsync() => await StopAsync();
}
