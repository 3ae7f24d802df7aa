using System.Security.Cryptography;
using SecureAuth.LocalServers;
using StackExchange.Redis;

namespace SecureAuth.IntegrationTests.Faults;

/// <summary>A real redis-server that a test pauses, kills, and starts again at the same address with what it has saved.</summary>
internal sealed class RestartableRedis : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly RedisServerOptions _options;
    private RedisServer? _server;

    public RestartableRedis()
    {
        Assert.SkipUnless(
            RedisServer.IsInstalled, "There is no redis-server on the PATH, and Garnet cannot be paused or killed.");
        _folder = TemporaryFolder.Create("secureauth-redis-");
        _options = new RedisServerOptions
        {
            Folder = _folder.Subfolder("redis"),
            Password = RandomNumberGenerator.GetHexString(32, lowercase: true),
            Port = FreePort.Next(),
        };
    }

    /// <summary>Valid before the server starts, too.</summary>
    public string ConnectionString => $"127.0.0.1:{_options.Port},password={_options.Password}";

    public async Task StartAsync() =>
        _server = await RedisServer.StartAsync(_options, TestContext.Current.CancellationToken);

    public void Pause() => _server!.Pause();

    public void Resume() => _server!.Resume();

    public Task KillAsync() => _server!.KillAsync();

    public async Task<RedisResult> ExecuteAsync(string command, params object[] arguments)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"{ConnectionString},allowAdmin=true");
        return await connection.GetDatabase().ExecuteAsync(command, arguments);
    }

    public async ValueTask DisposeAsync()
    {
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        _folder.Dispose();
    }
}
