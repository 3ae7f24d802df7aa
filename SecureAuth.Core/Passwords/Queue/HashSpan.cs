using System.Diagnostics;
using SecureAuth.Core.Passwords.Hashing;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Passwords.Queue;

/// <summary>
/// The span of a password from its entry into the queue to its hash, with the wait and the work as its children.
/// </summary>
internal static class HashSpan
{
    public static Activity? Start() => AuthActivity.Source.StartActivity("hash password");

    /// <summary>Describes what happened after the fact, because a hashing thread works for several callers at once.</summary>
    public static void Describe(Activity? span, QueuedJob queued, TimeProvider time)
    {
        if (span is not { IsAllDataRequested: true })
        {
            return;
        }

        span.SetTag("secureauth.hash.operation", WireName.Of(queued.Job.Operation));
        if (queued.Run is not { } run)
        {
            // The caller has disconnected, or the process is stopping.
            span.SetStatus(ActivityStatusCode.Error).SetTag("error.type", "cancelled");
            return;
        }

        var wait = time.GetElapsedTime(queued.QueuedAt, run.StartedAt);
        span.SetTag("secureauth.hash.wait", wait.TotalSeconds).SetTag("secureauth.hash.batch_size", run.BatchSize);
        AddChild(span, "wait in hash queue", span.StartTimeUtc, wait);
        if (queued.Job.Work is BcryptWork)
        {
            AddChild(span, "run bcrypt", span.StartTimeUtc + wait, run.Duration);
        }
        else
        {
            AddChild(span, "derive key", span.StartTimeUtc + wait, run.Duration);
        }
    }

    private static void AddChild(Activity span, string name, DateTime start, TimeSpan duration)
    {
        using var child = AuthActivity.Source.StartActivity(ActivityKind.Internal, span.Context, startTime: start, name: name);
        child?.SetEndTime(start + duration);
    }
}
