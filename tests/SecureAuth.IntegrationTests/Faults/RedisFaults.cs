using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Faults;

/// <summary>These tests measure times, so no other test runs beside them.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class RedisFaultsRunAlone : ICollectionFixture<RedisFaults>;

/// <summary>Two instances on a single Redis server.</summary>
public sealed class RedisFaults(TestSystem system) : ReplicasOnRedis(system)
{
    internal RestartableRedis Redis { get; private set; } = null!;

    private protected override string RedisConnection => Redis.ConnectionString;

    private protected override Task StartRedisAsync()
    {
        Redis = new RestartableRedis();
        return Redis.StartAsync();
    }

    private protected override ValueTask StopRedisAsync() => Redis?.DisposeAsync() ?? ValueTask.CompletedTask;
}
