using System.Diagnostics;
using OpenTelemetry;

namespace SecureAuth.Telemetry;

/// <summary>
/// Drops the spans below an activity of this process that is not recorded, such as a probe or a run of a background loop. The
/// default sampler does so too, but <c>always_on</c> and <c>traceidratio</c> ignore the parent.
/// </summary>
internal sealed class UnrecordedParentProcessor : BaseProcessor<Activity>
{
    public override void OnStart(Activity data)
    {
        ArgumentNullException.ThrowIfNull(data);

        if (data.Parent is { Recorded: false })
        {
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            data.IsAllDataRequested = false;
        }
    }
}
