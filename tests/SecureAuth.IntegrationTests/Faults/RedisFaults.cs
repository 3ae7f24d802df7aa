using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Faults;

/// <summary>These tests measure times, so no other test runs beside them.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class RedisFaultsRunAlone : ICollectionFixture<RedisFaults>;

/// <summary>Two instances on a single Redis server.</summary>
public sealed class RedisFaults(TestSystem system) : ReplicasOnRedis(system)
{
    private RestartableRedis? _redis;

    internal RestartableRedis Redis => Started(_redis);

    private protected override string RedisConnection => _redis!.ConnectionString;

    private protected override Task StartRedisAsync()
    {
        _redis = new RestartableRedis();
        return _redis.StartAsync();
    }

    private protected override ValueTask StopRedisAsync() => _redis?.DisposeAsync() ?? ValueTask.CompletedTask;
}
