using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Redis;

namespace SecureAuth.UnitTests.Redis;

public sealed class RedisTimeoutsTests
{
    [Theory]
    [InlineData("localhost")]
    [InlineData("localhost:6379,password=p:a/s s")]
    [InlineData("10.0.0.7:6379,10.0.0.8:6379,ssl=true")]
    [InlineData("[::1]:6379")]
    [InlineData("redis_cache.internal:6379")]
    [InlineData("cache,abortConnect=true")]
    public void A_valid_connection_string_is_accepted(string text) => Assert.NotEmpty(Options(text).EndPoints);

    [Theory]
    [InlineData("not a redis")]
    [InlineData("redis://localhost:6379")]
    [InlineData("localhost:6379:7")]
    [InlineData("localhost:abc")]
    [InlineData("localhost:99999")]
    [InlineData("host=localhost")]
    [InlineData("localhost:6379,ssl=maybe")]
    [InlineData(",")]
    [InlineData(" ")]
    public void A_connection_string_without_a_server_is_refused_and_not_quoted(string text)
    {
        var error = Assert.Throws<OptionsValidationException>(() => Options($"{text}"));

        Assert.StartsWith("ConnectionStrings__redis is ", Assert.Single(error.Failures), StringComparison.Ordinal);
        Assert.DoesNotContain("localhost", error.Message, StringComparison.Ordinal);
    }

    private static StackExchange.Redis.ConfigurationOptions Options(string text) => RedisTimeouts.Options(
        new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:redis", text)]).Build());
}
