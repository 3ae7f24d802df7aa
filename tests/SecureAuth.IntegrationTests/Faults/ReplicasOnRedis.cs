using System.Net;
using SecureAuth.IntegrationTests.Keys;
using SecureAuth.IntegrationTests.Stack;
using StackExchange.Redis;

namespace SecureAuth.IntegrationTests.Faults;

/// <summary>Two instances on a Redis that may fail.</summary>
public abstract class ReplicasOnRedis(TestSystem system) : ReplicaPair(system)
{
    private protected abstract Task StartRedisAsync();

    private protected abstract ValueTask StopRedisAsync();

    private protected override async Task StartAsync()
    {
        await Task.WhenAll(StartRedisAsync(), CreateDatabaseAsync());
        await StartInstancesAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await StopRedisAsync();
        GC.SuppressFinalize(this);
    }

    internal Task<RedisKey> RevocationKeyAsync() => Own.RevocationKeyAsync();

    /// <summary>Retires the key of a user's token, and fails unless every instance refuses the token a second later.</summary>
    internal async Task RetireAsync(SignedInUser user)
    {
        await Cli.SucceedAsync(Operators, "keys", "retire", user.KeyOf(), "--yes");
        await Task.Delay(RevocationTime, TestContext.Current.CancellationToken);
        foreach (var instance in Instances)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await user.Client.Through(instance).MeAsync(user.AccessToken)).Status);
        }
    }

    /// <summary>Fails unless each instance grants half of the permits on its own.</summary>
    internal async Task LimitsAreStricterAsync() => Assert.Equal([Permits / 2, Permits / 2], await PassedAsync());

    /// <summary>Fails unless both instances share one full bucket.</summary>
    internal async Task LimitsAreSharedAsync() => Assert.Equal([Permits, 0], await PassedAsync());

    /// <summary>Waits until both instances share the buckets of new clients.</summary>
    internal Task LimitsBecomeSharedAsync() => Eventually.IsTrueAsync(
        async () => (await PassedAsync()).SequenceEqual([Permits, 0]), "the limits are shared");

    /// <summary>Waits until both instances use Redis again and a new failure would be a new outage.</summary>
    internal async Task HaveRecoveredAsync()
    {
        await AreInHealthAsync("Healthy");
        await LimitsBecomeSharedAsync();
        await Task.Delay(SettleTime, TestContext.Current.CancellationToken);
    }
}
