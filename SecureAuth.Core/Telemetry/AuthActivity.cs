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
}
