using System.Globalization;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.Core.Configuration;
using StackExchange.Redis;

namespace SecureAuth.AdminCli.Diagnosis;

/// <summary>The Redis servers, and what the API may do with them.</summary>
internal static class RedisChecks
{
    public static IReadOnlyList<Check> All { get; } =
    [
        new("redis", CheckedStore.Redis, PingAsync),
        new("redis version", CheckedStore.Redis, CheckVersionAsync),
        new("redis memory", CheckedStore.Redis, CheckMemoryAsync),
        new("redis persistence", CheckedStore.Redis, CheckPersistenceAsync),
        new("redis rights", CheckedStore.Redis, CheckRightsAsync),
        new("redis topology", CheckedStore.Redis, CheckTopologyAsync),
    ];

    private static async Task<Verdict> PingAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        if (!ConnectionStrings.IsSet(invocation.Configuration, ConnectionStrings.Redis))
        {
            throw new RedisException("ConnectionStrings__redis is not set");
        }

        var redis = invocation.Get<IConnectionMultiplexer>();
        var took = await redis.GetDatabase().PingAsync().WaitAsync(cancellationToken);
        var lost = redis.GetServers().Where(server => !server.IsConnected).Select(server => server.EndPoint.ToString()).ToList();
        return lost.Count == 0
            ? Verdict.Ok(string.Create(CultureInfo.InvariantCulture, $"responds in {took.TotalMilliseconds:0} ms"))
            : Verdict.Warning($"responds, but not {string.Join(", ", lost)}", "check these servers");
    }

    private static Task<Verdict> CheckVersionAsync(Invocation invocation, CancellationToken cancellationToken) =>
        JudgeAsync(invocation, RedisLimits.JudgeVersion, cancellationToken);

    private static Task<Verdict> CheckMemoryAsync(Invocation invocation, CancellationToken cancellationToken) =>
        JudgeAsync(invocation, RedisLimits.JudgeMemory, cancellationToken);

    private static Task<Verdict> CheckPersistenceAsync(Invocation invocation, CancellationToken cancellationToken) =>
        JudgeAsync(invocation, RedisLimits.JudgePersistence, cancellationToken);

    /// <summary>Does what the API does, with a key and a message of its own, which nobody reads.</summary>
    private static async Task<Verdict> CheckRightsAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var redis = invocation.Get<IConnectionMultiplexer>();
        try
        {
            await redis.GetDatabase().ScriptEvaluateAsync(RedisProbe.Script, [RedisProbe.Key]).WaitAsync(cancellationToken);
            var subscriber = redis.GetSubscriber();
            await subscriber.SubscribeAsync(RedisProbe.Channel, (_, _) => { }).WaitAsync(cancellationToken);
            await subscriber.PublishAsync(RedisProbe.Channel, RedisProbe.Message).WaitAsync(cancellationToken);
            await subscriber.UnsubscribeAsync(RedisProbe.Channel).WaitAsync(cancellationToken);
            return Verdict.Ok("its user may do what the API does");
        }
        catch (Exception error) when (error is RedisServerException or RedisCommandException)
        {
            invocation.Terminal.Verbose(error.ToString());
            return Verdict.Wrong(
                $"Redis refuses what the API does ({error.Message})",
                "give its user the rights in docs/security.md, or the keys ~secureauth:*, the channels &secureauth:* and the "
                    + "commands +@read +@write +@scripting +@pubsub +@connection +time");
        }
    }

    private static async Task<Verdict> CheckTopologyAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var redis = invocation.Get<IConnectionMultiplexer>();
        var servers = redis.GetServers().Where(server => server.IsConnected).ToList();
        var masters = servers.Count(server => !server.IsReplica);
        if (masters == 0)
        {
            return Verdict.Wrong("none of the servers is a master", "let Sentinel or an operator promote one");
        }

        foreach (var server in servers)
        {
            var info = await RedisInfo.ReadAsync(server, cancellationToken);
            if (server.IsReplica && info.Find("master_link_status") == "down")
            {
                return Verdict.Warning(
                    $"the replica {server.EndPoint} does not reach its master", "check the network between them");
            }

            if (info.Find("cluster_enabled") == "1"
                && await StateOfClusterAsync(server, cancellationToken) is { } state and not "ok")
            {
                return Verdict.Wrong(
                    $"the cluster's state is {state} at {server.EndPoint}", "see CLUSTER NODES: slots have no master");
            }
        }

        return Verdict.Ok(string.Create(
            CultureInfo.InvariantCulture, $"masters: {masters}, replicas: {servers.Count - masters}"));
    }

    private static async Task<string?> StateOfClusterAsync(IServer server, CancellationToken cancellationToken)
    {
        try
        {
            var answer = (string?)await server.ExecuteAsync("CLUSTER", "INFO").WaitAsync(cancellationToken);
            return RedisInfo.Parse(answer).Find("cluster_state");
        }
        catch (Exception error) when (error is RedisServerException or RedisCommandException)
        {
            return null;
        }
    }

    /// <summary>The worst state of all connected servers.</summary>
    private static async Task<Verdict> JudgeAsync(
        Invocation invocation, Func<RedisInfo, Verdict> judge, CancellationToken cancellationToken)
    {
        var verdicts = new List<Verdict>();
        foreach (var server in invocation.Get<IConnectionMultiplexer>().GetServers().Where(server => server.IsConnected))
        {
            verdicts.Add(judge(await RedisInfo.ReadAsync(server, cancellationToken)));
        }

        return verdicts.MaxBy(verdict => verdict.Status) ?? throw new RedisException("No server is connected");
    }
}
