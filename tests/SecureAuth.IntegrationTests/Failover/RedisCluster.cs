using System.Globalization;
using System.Security.Cryptography;
using SecureAuth.IntegrationTests.Stack;
using SecureAuth.LocalServers;
using StackExchange.Redis;

namespace SecureAuth.IntegrationTests.Failover;

/// <summary>A Redis Cluster of three masters, each with a replica that takes over if the master is killed.</summary>
internal sealed class RedisCluster : IAsyncDisposable
{
    private const int Masters = 3;

    private const int Slots = 16384;

    private readonly TemporaryFolder _folder = TemporaryFolder.Create("secureauth-cluster-");
    private readonly string _password = RandomNumberGenerator.GetHexString(32, lowercase: true);
    private readonly List<RedisServer> _nodes = [];
    private ConnectionMultiplexer? _admin;

    /// <summary>The node that does not answer now.</summary>
    private int? _missing;

    private ConnectionMultiplexer Admin => _admin!;

    private IEnumerable<RedisServer> Working => _nodes.Where(node => node.Port != _missing);

    /// <summary>Two of the nodes, from which a client learns of the others.</summary>
    public string ConnectionString => $"127.0.0.1:{_nodes[0].Port},127.0.0.1:{_nodes[1].Port},password={_password}";

    public async Task StartAsync()
    {
        Assert.SkipUnless(RedisServer.IsInstalled, "There is no redis-server on the PATH.");
        _nodes.AddRange(await Task.WhenAll(Enumerable.Range(0, 2 * Masters).Select(i => StartNodeAsync(i, FreePort.Next()))));
        _admin = await ConnectionMultiplexer.ConnectAsync(
            string.Join(',', _nodes.Select(node => $"127.0.0.1:{node.Port}")) + $",password={_password},allowAdmin=true");
        for (var i = 0; i < _nodes.Count; i++)
        {
            await ClusterAsync(_nodes[i], "SET-CONFIG-EPOCH", i + 1);
        }

        for (var i = 0; i < _nodes.Count; i++)
        {
            foreach (var other in _nodes.Skip(i + 1))
            {
                await ClusterAsync(_nodes[i], "MEET", "127.0.0.1", other.Port, BusPort(other.Port));
            }
        }

        for (var i = 0; i < Masters; i++)
        {
            await ClusterAsync(_nodes[i], "ADDSLOTSRANGE", i * Slots / Masters, ((i + 1) * Slots / Masters) - 1);
        }

        await EachNodeAsync(async node => Lines(await ClusterAsync(node, "NODES")) is var known
            && known.Count(line => line.Contains("connected", StringComparison.Ordinal)
                && !line.Contains("handshake", StringComparison.Ordinal)
                && !line.Contains("disconnected", StringComparison.Ordinal)) == _nodes.Count);
        for (var i = 0; i < Masters; i++)
        {
            await ClusterAsync(_nodes[Masters + i], "REPLICATE", (string)(await ClusterAsync(_nodes[i], "MYID"))!);
        }

        await EachNodeAsync(async node =>
            ((string)(await ClusterAsync(node, "INFO"))!).Contains("cluster_state:ok", StringComparison.Ordinal)
                && !(await InfoAsync(node, "replication")).Contains("master_link_status:down", StringComparison.Ordinal));
    }

    /// <summary>The port of the node that serves the key, as the cluster itself sees it.</summary>
    public async Task<int> MasterOfAsync(RedisKey key)
    {
        int? master = null;
        await Eventually.IsTrueAsync(
            async () => (master = await FindMasterAsync(key)) is not null, "a node serves the key, also during a failover");
        return master!.Value;
    }

    public Task KillAsync(int port)
    {
        _missing = port;
        return Node(port).KillAsync();
    }

    public Task Pause(int port)
    {
        _missing = port;
        Node(port).Pause();
        return Task.CompletedTask;
    }

    public Task Resume(int port)
    {
        Node(port).Resume();
        _missing = null;
        return Task.CompletedTask;
    }

    /// <summary>Starts a node that was killed again. It remembers the other nodes.</summary>
    public async Task RestartAsync(int port)
    {
        var number = _nodes.IndexOf(Node(port));
        _nodes[number] = await StartNodeAsync(number, port);
        _missing = null;
    }

    /// <summary>Waits until a node has become the replica of its successor.</summary>
    public Task IsReplicaAsync(int port) => Eventually.IsTrueAsync(
        async () => await InfoAsync(Node(port), "replication") is var info
            && info.Contains("role:slave", StringComparison.Ordinal)
            && info.Contains("master_link_status:up", StringComparison.Ordinal),
        "the node is a replica");

    public async Task<RedisResult> ExecuteAsync(RedisKey key, string command, params object[] arguments) =>
        await Admin.GetServer("127.0.0.1", await MasterOfAsync(key)).ExecuteAsync(command, arguments);

    /// <summary>A text about each node that works.</summary>
    public async Task<IReadOnlyList<string>> InfoAsync(string section) =>
        await Task.WhenAll(Working.Select(node => InfoAsync(node, section)));

    private async Task<int?> FindMasterAsync(RedisKey key)
    {
        var ranges = (RedisResult[])(await ClusterAsync(Working.First(), "SLOTS"))!;
        var slot = Admin.HashSlot(key);
        var range = ranges.SingleOrDefault(range => (int)range[0] <= slot && slot <= (int)range[1]);
        return range is null ? null : (int)range[2][1];
    }

    public async ValueTask DisposeAsync()
    {
        await (_admin?.DisposeAsync() ?? ValueTask.CompletedTask);
        await Task.WhenAll(_nodes.Select(node => node.DisposeAsync().AsTask()));
        _folder.Dispose();
    }

    private Task<RedisServer> StartNodeAsync(int number, int port) => RedisServer.StartAsync(
        new RedisServerOptions
        {
            Folder = _folder.Subfolder($"node-{number}"),
            Password = _password,
            Port = port,
            Directives =
            [
                "cluster-enabled yes",
                $"cluster-port {BusPort(port)}",
                "cluster-node-timeout 1000",
                $"masterauth {_password}",
                "repl-diskless-sync-delay 0",
            ],
        },
        TestContext.Current.CancellationToken);

    /// <summary>By default it is 10,000 above the port, which may be no port at all.</summary>
    private static int BusPort(int port) => port - 10_000;

    private static string[] Lines(RedisResult result) =>
        ((string)result!).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private RedisServer Node(int port) => _nodes.Single(node => node.Port == port);

    private IServer Server(RedisServer node) => Admin.GetServer("127.0.0.1", node.Port);

    private Task<RedisResult> ClusterAsync(RedisServer node, params object[] arguments) =>
        Server(node).ExecuteAsync("CLUSTER", arguments);

    private async Task<string> InfoAsync(RedisServer node, string section) =>
        (string)(await Server(node).ExecuteAsync("INFO", section))!;

    private Task EachNodeAsync(Func<RedisServer, Task<bool>> condition) => Eventually.IsTrueAsync(
        async () => (await Task.WhenAll(_nodes.Select(condition))).All(isTrue => isTrue),
        string.Create(CultureInfo.InvariantCulture, $"all {_nodes.Count} nodes form a cluster"));
}
