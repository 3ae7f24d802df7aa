using System.Net;
using SecureAuth.IntegrationTests.Keys;
using SecureAuth.IntegrationTests.Stack;
using StackExchange.Redis;

namespace SecureAuth.IntegrationTests.Faults;

/// <summary>Losing Redis or its content changes no security decision and causes no 500.</summary>
[Collection(typeof(RedisFaultsRunAlone))]
public sealed class RedisFaultTests(RedisFaults faults)
{
    private readonly RestartableRedis _redis = faults.Redis;

    [Fact]
    public Task A_hanging_Redis_changes_no_security_decision() => OutageAsync(
        () =>
        {
            _redis.Pause();
            return Task.CompletedTask;
        },
        () =>
        {
            _redis.Resume();
            return Task.CompletedTask;
        });

    [Fact]
    public Task A_Redis_that_is_killed_and_returns_empty_changes_no_security_decision() =>
        OutageAsync(_redis.KillAsync, _redis.StartAsync);

    [Fact]
    public Task A_Redis_that_evicts_everything_changes_no_security_decision() => OutageAsync(
        async () =>
        {
            await _redis.ExecuteAsync("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
            await _redis.ExecuteAsync("CONFIG", "SET", "maxmemory", "1");
            Assert.Equal(0, (long)await _redis.ExecuteAsync("DBSIZE"));
        },
        () => _redis.ExecuteAsync("CONFIG", "SET", "maxmemory", "0"),
        health: "Healthy");

    [Fact]
    public async Task A_flushed_Redis_changes_no_security_decision()
    {
        await faults.HaveRecoveredAsync();
        var (live, signedOut) = (await SignedInUser.CreateAsync(faults.NewClient()), await faults.CreateSignedOutAsync());
        var outages = await faults.OutagesAsync();

        for (var i = 0; i < 5; i++)
        {
            await _redis.ExecuteAsync("FLUSHALL");
            await faults.IsRefusedAsync(signedOut);
            Assert.Equal(HttpStatusCode.OK, (await live.Client.MeAsync(live.AccessToken)).Status);
        }

        await _redis.ExecuteAsync("FLUSHALL");
        await faults.EverythingWorksAsync();
        await faults.LimitsAreSharedAsync();
        Assert.Equal(outages, await faults.OutagesAsync());
        faults.NothingWasADefect();
    }

    [Fact]
    public async Task A_Redis_that_returns_with_old_data_forgets_no_revocation()
    {
        await faults.HaveRecoveredAsync();
        var live = await SignedInUser.CreateAsync(faults.NewClient());
        var user = await SignedInUser.CreateAsync(faults.NewClient());
        await _redis.ExecuteAsync("SAVE");

        // The snapshot lacks the revocation, and its marker may still be valid for a moment.
        await faults.RevokeAsync(user, async () =>
        {
            await user.Client.LogoutAsync(user.AccessToken);
            await _redis.KillAsync();
            await _redis.StartAsync();
            Assert.NotEqual(0, (long)await _redis.ExecuteAsync("DBSIZE"));
        });

        await faults.HaveRecoveredAsync();
        await faults.IsRefusedAsync(user);
        Assert.Equal(HttpStatusCode.OK, (await live.Client.MeAsync(live.AccessToken)).Status);
        await faults.EverythingWorksAsync();
        faults.NothingWasADefect();
    }

    [Fact]
    public async Task A_signing_key_that_is_retired_without_Redis_is_refused_within_a_second()
    {
        await faults.HaveRecoveredAsync();
        var user = await SignedInUser.CreateAsync(faults.NewClient());
        await _redis.KillAsync();

        await faults.RetireAsync(user);

        var refreshed = await user.RefreshedAsync();
        Assert.NotEqual(user.KeyOf(), refreshed.KeyOf());
        Assert.Equal(HttpStatusCode.OK, (await user.Client.Through(faults.Second).MeAsync(refreshed.AccessToken)).Status);
        Assert.False(await faults.NewService().IsActiveAsync(user.AccessToken));
        Assert.True(await faults.NewService().IsActiveAsync(refreshed.AccessToken));
        await _redis.StartAsync();
        await faults.HaveRecoveredAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await user.Client.MeAsync(user.AccessToken)).Status);
        faults.NothingWasADefect();
    }

    [Fact]
    public async Task A_Redis_that_starts_after_the_API_is_used_and_learns_of_revocations()
    {
        await using var late = new RestartableRedis();
        await using var api = await faults.StartProcessAsync(late.ConnectionString);
        var client = new TestClient(api);
        Assert.Equal("Degraded", (await client.GetAsync("/health")).Body);

        var user = await SignedInUser.CreateAsync(client);
        await client.LogoutAsync(user.AccessToken);
        Assert.Equal("invalid_token", (await client.MeAsync(user.AccessToken)).Code);

        await late.StartAsync();
        await Eventually.IsTrueAsync(
            async () => (await client.GetAsync("/health")).Body == "Healthy" && await HoldsAsync(late, user.SessionId),
            "Redis is used and holds the earlier revocation");
        Assert.Equal("invalid_token", (await client.MeAsync(user.AccessToken)).Code);

        // However long it was away, there is one subscription.
        await Eventually.IsTrueAsync(async () => await SubscriptionsAsync(late) == 1, "the API hears of revocations");
        await late.KillAsync();
        await late.StartAsync();
        await Eventually.IsTrueAsync(async () => await SubscriptionsAsync(late) == 1, "the API hears of them again");
    }

    [Fact]
    public async Task An_operator_revokes_a_session_while_Redis_is_down()
    {
        await faults.HaveRecoveredAsync();
        var user = await SignedInUser.CreateAsync(faults.NewClient());
        await _redis.KillAsync();

        await faults.RevokeAsync(user, () => Cli.SucceedAsync(
            faults.With(_redis.ConnectionString), "tokens", "revoke", "--session", user.SessionId.ToString(), "--yes"));

        await _redis.StartAsync();
        await faults.HaveRecoveredAsync();
        await faults.IsRefusedAsync(user);
    }

    private async Task OutageAsync(Func<Task> begin, Func<Task> end, string health = "Degraded")
    {
        await faults.HaveRecoveredAsync();
        var (live, signedOut) = (await SignedInUser.CreateAsync(faults.NewClient()), await faults.CreateSignedOutAsync());
        var outages = await faults.OutagesAsync();

        await begin();
        await faults.IsRefusedAsync(signedOut);
        Assert.Equal(HttpStatusCode.OK, (await live.Client.MeAsync(live.AccessToken)).Status);
        await faults.EverythingWorksAsync();
        await faults.LimitsAreStricterAsync();
        await faults.AreInHealthAsync(health);
        await faults.IsRefusedAsync(signedOut);
        await Eventually.IsTrueAsync(
            async () => await faults.OutagesAsync() == outages + 2, "each instance records the outage");

        await end();
        await faults.HaveRecoveredAsync();
        await faults.IsRefusedAsync(signedOut);
        Assert.Equal(HttpStatusCode.OK, (await live.Client.MeAsync(live.AccessToken)).Status);
        await faults.EverythingWorksAsync();
        Assert.Equal(outages + 2, await faults.OutagesAsync());
        faults.NothingWasADefect();
    }

    private static async Task<long> SubscriptionsAsync(RestartableRedis redis) =>
        (long)((RedisResult[])(await redis.ExecuteAsync("PUBSUB", "NUMSUB", "secureauth:revoked"))!)[1];

    private static async Task<bool> HoldsAsync(RestartableRedis redis, Guid sessionId)
    {
        var keys = (RedisKey[])(await redis.ExecuteAsync("KEYS", "*revocations*"))!;
        return keys.Length == 1 && (bool)await redis.ExecuteAsync("HEXISTS", keys[0], sessionId.ToString("N"));
    }
}
