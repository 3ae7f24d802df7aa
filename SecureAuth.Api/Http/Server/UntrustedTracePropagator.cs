using System.Diagnostics;

namespace SecureAuth.Api.Http.Server;

/// <summary>
/// Starts a new trace for every request and ignores the client's <c>traceparent</c> and baggage. A client could otherwise add its
/// requests to another trace or disable their sampling. Outgoing calls propagate the trace as usual.
/// </summary>
internal sealed class UntrustedTracePropagator : DistributedContextPropagator
{
    private static readonly DistributedContextPropagator Outgoing = CreateDefaultPropagator();

    public override IReadOnlyCollection<string> Fields => Outgoing.Fields;

    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter) =>
        Outgoing.Inject(activity, carrier, setter);

    public override void ExtractTraceIdAndState(
        object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState)
    {
        traceId = null;
        traceState = null;
    }

    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(
        object? carrier, PropagatorGetterCallback? getter) => null;
}
