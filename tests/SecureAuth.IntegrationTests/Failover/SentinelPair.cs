using System.Net;
using System.Security.Cryptography;
using SecureAuth.IntegrationTests.Stack;
using SecureAuth.LocalServers;
using StackExchange.Redis;

namespace SecureAuth.IntegrationTests.Failover;

/// <summary>A Redis master with a replica, and three sentinels, which promote the replica if the master is killed.</summary>
internal sealed class SentinelPair : IAsyncDisposable
{
    private const int Quorum = 2;

    private static readonly TimeSpan ReconnectTime = TimeSpan.FromSeconds(1);

    private readonly TemporaryFolder _folder = TemporaryFolder.Create("secureauth-sentinel-");
    private readonly string _password = RandomNumberGenerator.GetHexString(32, lowercase: true);
    private readonly int[] _ports = [FreePort.Next(), FreePort.Next()];
    private readonly int[] _sentinelPorts = [FreePort.Next(), FreePort.Next(), FreePort.Next()];
    private readonly RedisServer?[] _servers = new RedisServer?[2];
    private readonly List<RedisSentinel> _sentinels = [];

    /// <summary>Names the sentinels, and is valid before they start.</summary>
    public string ConnectionString =>
        string.Join(',', _sentinelPorts.Select(port => $"127.0.0.1:{port}"))
            + $",serviceName={RedisSentinel.ServiceName},password={_password}";

    public async Task StartAsync()
    {
        Assert.SkipUnless(RedisServer.IsInstalled, "There is no redis-server on the PATH.");
        var master = _servers[0] = await StartServerAsync(0);
        _servers[1] = await StartServerAsync(1, $"replicaof 127.0.0.1 {_ports[0]}");
        await Eventually.IsTrueAsync(
            async () => (await InfoAsync(1)).Contains("master_link_status:up", StringComparison.Ordinal),
            "the replica has a copy");
        _sentinels.AddRange(await Task.WhenAll(_sentinelPorts.Select((port, i) => RedisSentinel.StartAsync(
            _folder.Subfolder($"sentinel-{i}"), master, _password, Quorum, port, TestContext.Current.CancellationToken))));
        await Eventually.IsTrueAsync(
            async () => await SentinelKnowsAsync("num-slaves", 1)
                && await SentinelKnowsAsync("num-other-sentinels", _sentinels.Count - 1),
            "the sentinels know the replica and each other");
    }

    /// <summary>The port of the master, as the last sentinel sees it.</summary>
    public async Task<int> MasterAsync()
    {
        var address = (string[])(await SentinelAsync("GET-MASTER-ADDR-BY-NAME", RedisSentinel.ServiceName))!;
        return int.Parse(address[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Ends the first server and the first sentinel, as a crash of their host would.</summary>
    public Task KillHostAsync() => Task.WhenAll(_servers[0]!.KillAsync(), _sentinels[0].KillAsync());

    /// <summary>Brings the first server back as the master that it believes to be, without data.</summary>
    public async Task RestartMasterAsync() => _servers[0] = await StartServerAsync(0);

    /// <summary>Lets the sentinels exchange the roles of two servers that both work.</summary>
    public async Task SwitchRolesAsync()
    {
        var before = await MasterAsync();
        await Eventually.IsTrueAsync(
            async () =>
            {
                try
                {
                    await SentinelAsync("FAILOVER", RedisSentinel.ServiceName);
                    return true;
                }
                catch (RedisServerException)
                {
                    // The other server is not a complete replica yet, or the last failover has just ended.
                    return false;
                }
            },
            "the sentinels accept the command");
        await Eventually.IsTrueAsync(async () => await MasterAsync() != before, "the roles are exchanged");
    }

    /// <summary>From now on, the replica does not learn of any change.</summary>
    public async Task CutReplicationAsync()
    {
        await ExecuteAsync(_ports[1], "CONFIG", "SET", "masterauth", "wrong");
        await ExecuteAsync(_ports[0], "CLIENT", "KILL", "TYPE", "replica");
        await Eventually.IsTrueAsync(
            async () => (await InfoAsync(1)).Contains("master_link_status:down", StringComparison.Ordinal), "the replica lags");
    }

    /// <summary>Lets the second server follow a master again.</summary>
    public Task MendReplicationAsync() => ExecuteAsync(_ports[1], "CONFIG", "SET", "masterauth", _password);

    public async Task<RedisResult> ExecuteOnMasterAsync(string command, params object[] arguments) =>
        await ExecuteAsync(await MasterAsync(), command, arguments);

    public async ValueTask DisposeAsync()
    {
        foreach (var sentinel in _sentinels)
        {
            await sentinel.DisposeAsync();
        }

        foreach (var server in _servers)
        {
            await (server?.DisposeAsync() ?? ValueTask.CompletedTask);
        }

        _folder.Dispose();
    }

    private Task<RedisServer> StartServerAsync(int number, params string[] directives) => RedisServer.StartAsync(
        new RedisServerOptions
        {
            Folder = _folder.Subfolder($"redis-{number}"),
            Password = _password,
            Port = _ports[number],
            Directives = [$"masterauth {_password}", "repl-diskless-sync-delay 0", .. directives],
        },
        TestContext.Current.CancellationToken);

    private async Task<string> InfoAsync(int number) => (string)(await ExecuteAsync(_ports[number], "INFO", "replication"))!;

    private async Task<bool> SentinelKnowsAsync(string field, int count)
    {
        var master = (string[])(await SentinelAsync("MASTER", RedisSentinel.ServiceName))!;
        return master[Array.IndexOf(master, field) + 1] == $"{count}";
    }

    private Task<RedisResult> SentinelAsync(params object[] arguments) =>
        ExecuteAsync(_sentinelPorts[^1], CommandMap.Sentinel, "SENTINEL", arguments);

    private Task<RedisResult> ExecuteAsync(int port, string command, params object[] arguments) =>
        ExecuteAsync(port, CommandMap.Default, command, arguments);

    private async Task<RedisResult> ExecuteAsync(int port, CommandMap commands, string command, object[] arguments)
    {
        var options = ConfigurationOptions.Parse($"127.0.0.1:{port},password={_password},allowAdmin=true");
        options.CommandMap = commands;
        options.ConnectTimeout = (int)ReconnectTime.TotalMilliseconds;
        await using var connection = await ConnectionMultiplexer.ConnectAsync(options);
        return await connection.GetServer(IPAddress.Loopback, port).ExecuteAsync(command, arguments);
    }
}
