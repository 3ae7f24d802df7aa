using System.Reflection;
using StackExchange.Redis;

namespace SecureAuth.UnitTests.RateLimiting;

/// <summary>A connection that only evaluates scripts: it returns the configured reply or, without one, fails.</summary>
public class FakeRedis : DispatchProxy
{
    internal RedisResult? Answer { get; set; }

    internal static (FakeRedis Redis, IConnectionMultiplexer Connection) Create()
    {
        var connection = Create<IConnectionMultiplexer, FakeRedis>();
        return ((FakeRedis)connection, connection);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod?.Name switch
    {
        nameof(IConnectionMultiplexer.GetDatabase) => Database(),
        nameof(IDatabase.ScriptEvaluateAsync) => Task.FromResult(Answer),
        _ => throw new NotSupportedException(targetMethod?.Name),
    };

    private IDatabase Database()
    {
        if (Answer is null)
        {
            throw new RedisConnectionException(ConnectionFailureType.UnableToConnect, CommandFlags.None, "lost");
        }

        var database = Create<IDatabase, FakeRedis>();
        ((FakeRedis)database).Answer = Answer;
        return database;
    }
}
