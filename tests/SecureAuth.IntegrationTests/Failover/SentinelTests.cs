using System.Net;
using SecureAuth.IntegrationTests.Faults;
using SecureAuth.IntegrationTests.Sessions;
using SecureAuth.IntegrationTests.Stack;
using StackExchange.Redis;

namespace SecureAuth.IntegrationTests.Failover;

/// <summary>Two instances on a Redis master that sentinels watch.</summary>
public sealed class ReplicasOnSentinel(TestSystem system) : ReplicasOnRedis(system)
{
    internal SentinelPair Redis { get; } = new();

    private protected override string RedisConnection => Redis.ConnectionString;

    private protected override Task StartRedisAsync() => Redis.StartAsync();

    private protected override ValueTask StopRedisAsync() => Redis.DisposeAsync();
}

/// <summary>Replication is asynchronous, so the replica that becomes the master may lack the last revocations.</summary>
public sealed class SentinelTests(TestSystem system, ReplicasOnSentinel replicas) : IClassFixture<ReplicasOnSentinel>
{
    private readonly SentinelPair _redis = replicas.Redis;

    [Fact]
    public async Task A_failover_that_loses_the_last_revocations_costs_no_500_and_no_wrong_answer()
    {
        await replicas.AreInHealthAsync("Healthy");
        await replicas.LimitsBecomeSharedAsync();
        var (live, other, before) = (await CreateUserAsync(), await CreateUserAsync(), await replicas.CreateSignedOutAsync());
        var (lost, during) = (await CreateUserAsync(), await CreateUserAsync());
        var master = await _redis.MasterAsync();
        await using var requests = new OngoingRequests()
            .Add("live", () => live.Client.MeAsync(live.AccessToken))
            .Add("signed out", () => before.Client.MeAsync(before.AccessToken))
            .Add("sign-in", () => other.Client.LoginAsync(other.Account));

        await using var still = await StillReplica.StartAsync(system, replicas.With(_redis.ConnectionString));
        await _redis.CutReplicationAsync();
        await lost.Client.LogoutAsync(lost.AccessToken);
        Assert.True(await HoldsAsync(lost));
        await _redis.KillHostAsync();
        await replicas.RevokeAsync(during, () => during.Client.LogoutAsync(during.AccessToken));
        await Eventually.IsTrueAsync(async () => await _redis.MasterAsync() != master, "the replica has been promoted");
        await replicas.IsRefusedAsync(lost);
        await RecoverAsync(before, lost, during);

        // The old master comes back empty and becomes a replica, and then the master again.
        await _redis.MendReplicationAsync();
        await _redis.RestartMasterAsync();
        await _redis.SwitchRolesAsync();
        Assert.Equal(master, await _redis.MasterAsync());
        await RecoverAsync(before, lost, during);

        Assert.Equal(
            [("live", HttpStatusCode.OK), ("sign-in", HttpStatusCode.OK), ("signed out", HttpStatusCode.Unauthorized)],
            await requests.StopAsync());
        await still.HearsOfSignOutsAsync(replicas.NewClient());
        var revoked = await CreateUserAsync();
        await replicas.RevokeAsync(revoked, () => Cli.SucceedAsync(
            replicas.Operators, "tokens", "revoke", "--session", revoked.SessionId.ToString(), "--yes"));
        Assert.True(await HoldsAsync(revoked));
        replicas.NothingWasADefect();
    }

    [Fact]
    public async Task An_instance_that_starts_before_the_sentinels_uses_Redis_once_they_are_there()
    {
        await using var late = new SentinelPair();
        await using var api = await replicas.StartProcessAsync(late.ConnectionString);
        await using var still = await StillReplica.StartAsync(system, replicas.With(late.ConnectionString));
        var client = new TestClient(api);
        Assert.Equal("Degraded", (await client.GetAsync("/health")).Body);
        var user = await SignedInUser.CreateAsync(client);
        await client.LogoutAsync(user.AccessToken);
        Assert.Equal("invalid_token", (await client.MeAsync(user.AccessToken)).Code);

        await late.StartAsync();

        await Eventually.IsTrueAsync(
            async () => (await client.GetAsync("/health")).Body == "Healthy", "the instance uses Redis");
        await still.HearsOfSignOutsAsync(client);
    }

    private Task<SignedInUser> CreateUserAsync() => SignedInUser.CreateAsync(replicas.NewClient());

    private async Task RecoverAsync(params SignedInUser[] revoked)
    {
        await replicas.AreInHealthAsync("Healthy");
        await replicas.LimitsBecomeSharedAsync();
        foreach (var user in revoked)
        {
            await replicas.IsRefusedAsync(user);
            await Eventually.IsTrueAsync(() => HoldsAsync(user), "the new master holds the revocation");
        }

        await replicas.EverythingWorksAsync();
    }

    private async Task<bool> HoldsAsync(SignedInUser user)
    {
        var keys = (RedisKey[])(await _redis.ExecuteOnMasterAsync("KEYS", "*revocations*"))!;
        return keys.Length == 1 && (bool)await _redis.ExecuteOnMasterAsync("HEXISTS", keys[0], user.SessionId.ToString("N"));
    }
}
