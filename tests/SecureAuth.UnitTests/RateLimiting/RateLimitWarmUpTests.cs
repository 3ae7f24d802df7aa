using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SecureAuth.Api.RateLimiting;
using SecureAuth.Core.Redis;
using SecureAuth.UnitTests.Redis;
using StackExchange.Redis;

namespace SecureAuth.UnitTests.RateLimiting;

public sealed class RateLimitWarmUpTests
{
    [Fact]
    public async Task A_start_goes_on_without_Redis_even_if_the_clock_stands_still()
    {
        var failure = new RedisConnectionException(ConnectionFailureType.SocketClosed, CommandFlags.None, "lost");
        var connection = RedisLinkTests.FailingRedis.Create(failure);
        var redis = new RedisLink(
            new Lazy<IConnectionMultiplexer>(connection), new FakeTimeProvider(), NullLogger<RedisLink>.Instance);

        await new RateLimitWarmUp(redis).StartAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.False(redis.IsAvailable);
    }
}
