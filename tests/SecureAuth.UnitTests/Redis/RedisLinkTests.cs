using System.Reflection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SecureAuth.Core.Redis;
using StackExchange.Redis;

namespace SecureAuth.UnitTests.Redis;

public sealed class RedisLinkTests
{
    public static TheoryData<Exception> Failures =>
    [
        new RedisConnectionException(ConnectionFailureType.SocketClosed, CommandFlags.None, "lost"),
        new ObjectDisposedException("multiplexer"),

        // The client cancels unsent commands when it loses the server, without a request to cancel.
        new TaskCanceledException(),
        new OperationCanceledException(),
    ];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Any_failure_of_the_client_gives_no_answer_and_suspends_further_calls(Exception failure)
    {
        var connection = FailingRedis.Create(failure);
        var link = new RedisLink(
            new Lazy<IConnectionMultiplexer>(connection), new FakeTimeProvider(), NullLogger<RedisLink>.Instance);

        Assert.Null(await link.TryEvaluateAsync(new RedisScript("test", "return 1"), [], []));
        Assert.False(link.IsAvailable);
    }

    [Fact]
    public async Task An_installation_without_Redis_gets_no_answer_and_has_no_outage()
    {
        var link = new RedisLink(redis: null, new FakeTimeProvider(), NullLogger<RedisLink>.Instance);
        var script = new RedisScript("test", "return 1");

        Assert.Null(await link.TryEvaluateAsync(script, [], []));
        await link.TryPublishAsync(RedisChannel.Literal("test"), "message");
        await link.WarmUpAsync(script, [], []);
        link.Subscribe(RedisChannel.Literal("test"), _ => Assert.Fail("There is no message"));

        Assert.False(link.IsUsed);
        Assert.True(link.IsAvailable);
        await Assert.ThrowsAsync<RedisException>(() => link.EvaluateAsync(script, []));
    }

    /// <summary>A connection whose scripts all fail in the same way.</summary>
    public class FailingRedis : DispatchProxy
    {
        private Exception _failure = null!;

        internal static IConnectionMultiplexer Create(Exception failure) => Create<IConnectionMultiplexer>(failure);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod?.Name switch
        {
            nameof(IConnectionMultiplexer.GetDatabase) => Create<IDatabase>(_failure),
            nameof(IDatabase.ScriptEvaluateAsync) => Task.FromException<RedisResult>(_failure),
            _ => throw new NotSupportedException(targetMethod?.Name),
        };

        private static T Create<T>(Exception failure)
            where T : class
        {
            var proxy = DispatchProxy.Create<T, FailingRedis>();
            ((FailingRedis)(object)proxy)._failure = failure;
            return proxy;
        }
    }
}
