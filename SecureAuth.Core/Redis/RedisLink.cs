using System.Diagnostics;
using Microsoft.Extensions.Logging;
using SecureAuth.Core.Telemetry;
using StackExchange.Redis;

namespace SecureAuth.Core.Redis;

/// <summary>
/// Calls Redis with a time limit and a circuit breaker. A call takes at most <see cref="Budget"/>. While Redis does not answer,
/// only one call per <see cref="Pause"/> is tried, so a hanging Redis costs one caller 100 ms a second and the others nothing.
/// If there is no answer, the caller falls back to Postgres or to a stricter limit, so an outage never weakens security.
/// </summary>
/// <remarks>
/// Polly's circuit breaker is not used here. It needs at least two failures and a sampling window of at least half a second,
/// while here one lost connection, or three late answers in a row, must stop the calls at once.
/// </remarks>
/// <param name="redis">The connection, or null in an installation without Redis.</param>
/// <param name="time">The clock of the circuit breaker.</param>
/// <param name="logger">The logger of outages.</param>
public sealed partial class RedisLink(Lazy<IConnectionMultiplexer>? redis, TimeProvider time, ILogger<RedisLink> logger)
{
    public static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(100);

    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan WarmUpBudget = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan OperatorBudget = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A single late answer may be a pause of this process or of Redis. This many in a row are treated as an outage.
    /// </summary>
    private const int LateAnswersToOpen = 3;

    private int _lateAnswers;

    /// <summary>
    /// The end of the current pause as a timestamp of <c>time</c>, or 0 while the circuit is closed.
    /// </summary>
    private long _openUntil;

    /// <summary>False in an installation without Redis, where no call is made and nothing counts as an outage.</summary>
    public bool IsUsed => redis is not null;

    /// <summary>Whether the circuit is closed, which means that Redis answers, if it is used.</summary>
    public bool IsAvailable => Volatile.Read(ref _openUntil) == 0;

    /// <summary>
    /// Connects, and runs a script with a time limit that allows for code that is not compiled yet. The circuit stays as it is.
    /// </summary>
    /// <exception cref="RedisException">Redis cannot be reached.</exception>
    /// <exception cref="TimeoutException">Redis does not answer.</exception>
    public Task WarmUpAsync(RedisScript script, RedisKey[] keys, RedisValue[] values) => redis is null
        ? Task.CompletedTask
        : redis.Value.GetDatabase().ScriptEvaluateAsync(script.Text, keys, values).WaitAsync(WarmUpBudget);

    /// <summary>Runs a script for an operator, who waits for longer than a request does.</summary>
    /// <exception cref="RedisException">Redis cannot be reached or does not answer.</exception>
    public async Task<RedisResult> EvaluateAsync(RedisScript script, RedisKey[] keys)
    {
        ArgumentNullException.ThrowIfNull(script);
        if (redis is null)
        {
            throw new RedisException("this installation runs without it");
        }

        try
        {
            using var span = AuthActivity.Source.StartActivity(script.Name, ActivityKind.Client);
            var database = redis.Value.GetDatabase();
            RedisSpan.Describe(span, database, keys);
            return await database.ScriptEvaluateAsync(script.Text, keys).WaitAsync(OperatorBudget);
        }
        catch (Exception error) when (IsFailure(error) && error is not RedisServerException)
        {
            throw error.GetType() == typeof(RedisException)
                ? error
                : new RedisException("it does not answer; check ConnectionStrings__redis and the server", error);
        }
    }

    /// <summary>
    /// Runs a script. Returns null if Redis is not used, or did not answer in time; then the script may have been executed.
    /// </summary>
    public async Task<RedisResult?> TryEvaluateAsync(RedisScript script, RedisKey[] keys, RedisValue[] values)
    {
        if (redis is null || !TryEnter())
        {
            return null;
        }

        using var span = AuthActivity.Source.StartActivity(script.Name, ActivityKind.Client);
        try
        {
            var database = redis.Value.GetDatabase();
            RedisSpan.Describe(span, database, keys);
            var result = await database.ScriptEvaluateAsync(script.Text, keys, values).WaitAsync(Budget);
            Volatile.Write(ref _lateAnswers, 0);
            CloseCircuit();
            return result;
        }
        catch (Exception error) when (IsFailure(error))
        {
            span?.SetTag("error.type", error.GetType().FullName).SetStatus(ActivityStatusCode.Error);
            if (error is not TimeoutException || Interlocked.Increment(ref _lateAnswers) >= LateAnswersToOpen)
            {
                OpenCircuit(error.GetType().Name);
            }

            return null;
        }
    }

    /// <summary>Sends a message to the subscribers. It is lost if Redis does not answer in time.</summary>
    public async Task TryPublishAsync(RedisChannel channel, RedisValue message)
    {
        if (redis is null || !IsAvailable)
        {
            return;
        }

        using var span = AuthActivity.Source.StartActivity("publish message", ActivityKind.Client);
        try
        {
            RedisSpan.DescribeMessage(span, redis.Value);
            await redis.Value.GetSubscriber().PublishAsync(channel, message).WaitAsync(Budget);
        }
        catch (Exception error) when (IsFailure(error))
        {
            span?.SetTag("error.type", error.GetType().FullName).SetStatus(ActivityStatusCode.Error);
        }
    }

    /// <summary>
    /// Calls the handler for each message. The client of Redis keeps the subscription, and makes it whenever it connects, so it
    /// is registered once even if Redis does not answer now.
    /// </summary>
    public void Subscribe(RedisChannel channel, Action<RedisValue> handler)
    {
        try
        {
            redis?.Value.GetSubscriber().Subscribe(channel, (_, message) => handler(message), CommandFlags.FireAndForget);
        }
        catch (Exception error) when (IsFailure(error))
        {
            LogNotSubscribed(channel.ToString(), error.Message);
        }
    }

    /// <summary>
    /// No token is passed to the client, but it cancels a message itself if it drops it because the connection is lost.
    /// </summary>
    private static bool IsFailure(Exception error) =>
        error is RedisException or TimeoutException or ObjectDisposedException or OperationCanceledException;

    /// <summary>While the circuit is open, admits one caller per pause to probe whether Redis is back.</summary>
    private bool TryEnter()
    {
        var openUntil = Volatile.Read(ref _openUntil);
        if (openUntil == 0)
        {
            return true;
        }

        var now = time.GetTimestamp();
        return now >= openUntil
            && Interlocked.CompareExchange(ref _openUntil, After(now, Pause), openUntil) == openUntil;
    }

    private void OpenCircuit(string error)
    {
        if (Interlocked.Exchange(ref _openUntil, After(time.GetTimestamp(), Pause)) == 0)
        {
            LogLost(error);
        }
    }

    private void CloseCircuit()
    {
        if (Volatile.Read(ref _openUntil) != 0 && Interlocked.Exchange(ref _openUntil, 0) != 0)
        {
            LogBack();
        }
    }

    private long After(long timestamp, TimeSpan pause) => timestamp + (long)(pause.TotalSeconds * time.TimestampFrequency);

    [LoggerMessage(
        EventId = 1, Level = LogLevel.Warning,
        Message = "Redis does not answer ({Error}); falling back to Postgres and in-process limits")]
    private partial void LogLost(string error);

    [LoggerMessage(EventId = 3, Level = LogLevel.Warning, Message = "The subscription of {Channel} waits for Redis: {Error}")]
    private partial void LogNotSubscribed(string channel, string error);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "Redis answers again")]
    private partial void LogBack();
}
