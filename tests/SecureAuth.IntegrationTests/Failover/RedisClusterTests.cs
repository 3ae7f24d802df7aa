using System.Net;
using SecureAuth.IntegrationTests.Faults;
using SecureAuth.IntegrationTests.Secrets;
using SecureAuth.IntegrationTests.Sessions;
using SecureAuth.IntegrationTests.Stack;
using StackExchange.Redis;

namespace SecureAuth.IntegrationTests.Failover;

/// <summary>Two instances on a Redis Cluster.</summary>
public sealed class ReplicasOnCluster(TestSystem system) : ReplicasOnRedis(system)
{
    internal RedisCluster Redis { get; } = new();

    private protected override string RedisConnection => Redis.ConnectionString;

    private protected override Task StartRedisAsync() => Redis.StartAsync();

    private protected override ValueTask StopRedisAsync() => Redis.DisposeAsync();
}

/// <summary>A cluster refuses what touches two slots, and a master that is killed takes a third of the slots with it.</summary>
public sealed class RedisClusterTests(TestSystem system, ReplicasOnCluster replicas) : IClassFixture<ReplicasOnCluster>
{
    private readonly RedisCluster _redis = replicas.Redis;

    [Fact]
    public async Task Every_flow_and_every_limit_works_on_a_cluster()
    {
        await replicas.AreInHealthAsync("Healthy");
        await new EveryFlow(
            replicas.NewClient(), replicas.Database, replicas.Operators, system.Settings.MailFolder,
            system.Settings.ServiceSecret).RunAsync();
        await replicas.EverythingWorksAsync();

        // The buckets of these addresses are spread over the masters.
        for (var address = 0; address < 5; address++)
        {
            await replicas.LimitsBecomeSharedAsync();
        }

        await using var still = await StillAsync();
        await still.HearsOfSignOutsAsync(replicas.NewClient());
        Assert.DoesNotContain(
            await _redis.InfoAsync("errorstats"), errors => errors.Contains("CROSSSLOT", StringComparison.Ordinal));
        replicas.NothingWasADefect();
    }

    [Fact]
    public async Task Operators_revoke_all_sessions_through_a_cluster()
    {
        var user = await CreateUserAsync();

        await replicas.RevokeAsync(user, () => Cli.SucceedAsync(replicas.Operators, "tokens", "revoke", "--all", "--yes"));

        var key = await replicas.RevocationKeyAsync();
        var epoch = (long)await _redis.ExecuteAsync(key, "HGET", key, "epoch");
        var age = TimeProvider.System.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(epoch);
        Assert.InRange(age, TimeSpan.Zero, Eventually.Patience);
    }

    [Fact]
    public Task A_master_that_is_killed_costs_no_500_and_no_wrong_answer() => FailOverAsync(
        _redis.KillAsync,
        async master =>
        {
            var doctor = await Cli.RunAsync(BuiltProgram.Cli(replicas.Operators, "doctor"));
            Assert.DoesNotContain("Redis cannot be reached", doctor.Output, StringComparison.Ordinal);
            await _redis.RestartAsync(master);
        });

    [Fact]
    public Task A_master_that_hangs_costs_no_500_and_no_wrong_answer() => FailOverAsync(_redis.Pause, _redis.Resume);

    /// <summary>Takes away the master of the revocations and, later, brings it back as a replica.</summary>
    private async Task FailOverAsync(Func<int, Task> begin, Func<int, Task> end)
    {
        await replicas.AreInHealthAsync("Healthy");
        var (live, before, during) = (await CreateUserAsync(), await replicas.CreateSignedOutAsync(), await CreateUserAsync());
        var key = await replicas.RevocationKeyAsync();
        var master = await _redis.MasterOfAsync(key);
        var (exhausted, other) = (await ExhaustAsync(master), await CreateUserAsync());
        await using var still = await StillAsync();
        await using var requests = new OngoingRequests()
            .Add("live", () => live.Client.MeAsync(live.AccessToken))
            .Add("signed out", () => before.Client.MeAsync(before.AccessToken))
            .Add("sign-in", () => other.Client.LoginAsync(other.Account));

        await begin(master);
        await replicas.RevokeAsync(during, () => during.Client.LogoutAsync(during.AccessToken));
        await Eventually.IsTrueAsync(async () => await _redis.MasterOfAsync(key) != master, "the replica has taken over");
        await replicas.HaveRecoveredAsync();

        Assert.Equal(
            [("live", HttpStatusCode.OK), ("sign-in", HttpStatusCode.OK), ("signed out", HttpStatusCode.Unauthorized)],
            await requests.StopAsync());
        await Eventually.IsTrueAsync(
            async () => await HoldsAsync(before) && await HoldsAsync(during), "the new master holds the revocations");
        await replicas.IsRefusedAsync(before);
        await replicas.IsRefusedAsync(during);
        await replicas.EverythingWorksAsync();
        await StaysExhaustedAsync(exhausted);
        await end(master);
        await _redis.IsReplicaAsync(master);

        // A subscription on a master that hangs is silent until the master continues or the client gives it up.
        await still.HearsOfSignOutsAsync(replicas.NewClient());
        replicas.NothingWasADefect();
    }

    private Task<StillReplica> StillAsync() => StillReplica.StartAsync(system, replicas.With(_redis.ConnectionString));

    private Task<SignedInUser> CreateUserAsync() => SignedInUser.CreateAsync(replicas.NewClient());

    /// <summary>A client that has used up its refreshes, and whose bucket is on the given master.</summary>
    private async Task<TestClient> ExhaustAsync(int master)
    {
        TestClient client;
        do
        {
            client = replicas.NewClient();
        }
        while (await _redis.MasterOfAsync($"{{refresh:{client.Address}}}") != master);

        await Eventually.IsTrueAsync(
            async () => (await client.RefreshAsync("unknown")).Status == HttpStatusCode.TooManyRequests, "the bucket is empty");
        return client;
    }

    /// <summary>A lost bucket would grant all permits again. A late answer of Redis costs half of them at most.</summary>
    private static async Task StaysExhaustedAsync(TestClient client)
    {
        var passed = 0;
        for (var i = 0; i < ReplicaPair.Permits; i++)
        {
            passed += (await client.RefreshAsync("unknown")).Status == HttpStatusCode.Unauthorized ? 1 : 0;
        }

        Assert.InRange(passed, 0, ReplicaPair.Permits / 2);
    }

    private async Task<bool> HoldsAsync(SignedInUser user)
    {
        var key = await replicas.RevocationKeyAsync();
        return (bool)await _redis.ExecuteAsync(key, "HEXISTS", key, user.SessionId.ToString("N"));
    }
}
