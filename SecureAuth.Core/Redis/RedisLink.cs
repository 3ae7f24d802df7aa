using System.Diagnostics;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace SecureAuth.Core.Redis;

/// <summary>
/// The bounded way to Redis: a call takes at most <see cref="Budget"/>, and once Redis is lost the next ones are not even
/// tried for <see cref="Pause"/>, so that a Redis that hangs costs one caller 100 ms a second and the others nothing.
/// No answer here is ever a security decision: the caller asks Postgres, or a stricter limit, instead.
/// </summary>
public sealed partial class RedisLink(Lazy<IConnectionMultiplexer> redis, TimeProvider time, ILogger<RedisLink> logger)
{
    /// <summary>The name of the activity source round the calls.</summary>
    public const string ActivitySourceName = "SecureAuth.Redis";

    public static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(100);

    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>One late answer is a pause of this process or of Redis; this many in a row are an outage.</summary>
    private const int LateAnswersToLose = 3;

    private static readonly ActivitySource Spans = new(ActivitySourceName);

    private int _lateAnswers;

    /// <summary>Until when calls are skipped, as a timestamp of <paramref name="time"/>; 0 while Redis answers.</summary>
    private long _closedUntil;

    /// <summary>Whether the last call was answered.</summary>
    public bool IsAvailable => Volatile.Read(ref _closedUntil) == 0;

    /// <summary>Runs a script; null means that Redis did not answer in time, and nothing is known of what it did.</summary>
    public async Task<RedisResult?> TryEvaluateAsync(RedisScript script, RedisKey[] keys, RedisValue[] values)
    {
        if (!MayTry())
        {
            return null;
        }

        using var span = Spans.StartActivity(script.Name, ActivityKind.Client);
        span?.SetTag("db.system.name", "redis");
        try
        {
            var result = await redis.Value.GetDatabase().ScriptEvaluateAsync(script.Text, keys, values).WaitAsync(Budget);
            Volatile.Write(ref _lateAnswers, 0);
            Reopen();
            return result;
        }

        // Nobody can cancel this call: a cancellation is the client's own, for a message that it dropped as it lost the server.
        catch (Exception error) when (error is RedisException or TimeoutException or ObjectDisposedException or OperationCanceledException)
        {
            span?.SetStatus(ActivityStatusCode.Error, error.GetType().Name);
            if (error is not TimeoutException || Interlocked.Increment(ref _lateAnswers) >= LateAnswersToLose)
            {
                Close(error.GetType().Name);
            }

            return null;
        }
    }

    /// <summary>One caller a pause is let through to see whether Redis is back.</summary>
    private bool MayTry()
    {
        var closedUntil = Volatile.Read(ref _closedUntil);
        if (closedUntil == 0)
        {
            return true;
        }

        var now = time.GetTimestamp();
        return now >= closedUntil
            && Interlocked.CompareExchange(ref _closedUntil, After(now, Pause), closedUntil) == closedUntil;
    }

    private void Close(string error)
    {
        if (Interlocked.Exchange(ref _closedUntil, After(time.GetTimestamp(), Pause)) == 0)
        {
            LogLost(error);
        }
    }

    private void Reopen()
    {
        if (Volatile.Read(ref _closedUntil) != 0 && Interlocked.Exchange(ref _closedUntil, 0) != 0)
        {
            LogBack();
        }
    }

    private long After(long timestamp, TimeSpan pause) => timestamp + (long)(pause.TotalSeconds * time.TimestampFrequency);

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "Redis does not answer ({Error}); Postgres and in-process limits stand in")]
    private partial void LogLost(string error);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "Redis answers again")]
    private partial void LogBack();
}
