using System.Diagnostics;

namespace SecureAuth.Core.Telemetry;

/// <summary>
/// The spans of the service. An attribute never contains a secret or personal data: a trace is kept elsewhere, for longer, and is
/// read by more people than the database.
/// </summary>
public static class AuthActivity
{
    /// <summary>The name of the activity source, to which exporters subscribe.</summary>
    public const string SourceName = "SecureAuth";

    public static readonly ActivitySource Source = new(SourceName);

    private const string Sampled = "secureauth.sampled";

    /// <summary>
    /// Starts an activity that is never recorded, and with it none of the calls made until it is disposed of. Background loops
    /// query the stores several times a second, and their traces would push those of the requests out of any store of traces.
    /// </summary>
    /// <param name="name">The name, which nobody sees.</param>
    /// <param name="cause">The request that the work belongs to. Log records of the work then have its trace id.</param>
    public static Activity StartUnrecorded(string name, ActivityContext cause = default)
    {
        var activity = new Activity(name) { ActivityTraceFlags = ActivityTraceFlags.None, IsAllDataRequested = false };
        activity.SetIdFormat(ActivityIdFormat.W3C);
        if (cause.TraceId != default)
        {
            activity.SetParentId(cause.TraceId, cause.SpanId, ActivityTraceFlags.None);
        }

        activity.Start();
        return activity;
    }

    /// <summary>
    /// Starts a span without a parent that is recorded only if <see cref="Record"/> is called before it ends, and if the sampler
    /// agreed. Until then it is like <see cref="StartUnrecorded"/>. Log records that are written meanwhile have its trace id.
    /// </summary>
    /// <param name="name">The name of the span.</param>
    internal static Activity StartUndecided(string name)
    {
        Activity.Current = null;
        if (Source.StartActivity(name, ActivityKind.Internal, parentContext: default) is not { } span)
        {
            return StartUnrecorded(name);
        }

        if (span.Recorded)
        {
            span.SetCustomProperty(Sampled, Sampled);
        }

        span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        span.IsAllDataRequested = false;
        return span;
    }

    /// <summary>Records a span of <see cref="StartUndecided"/>, with the tags that are set from now on.</summary>
    internal static void Record(Activity span)
    {
        if (span.GetCustomProperty(Sampled) is not null)
        {
            span.ActivityTraceFlags |= ActivityTraceFlags.Recorded;
            span.IsAllDataRequested = true;
        }
    }
}
