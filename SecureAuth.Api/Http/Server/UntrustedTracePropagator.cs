using System.Diagnostics;

namespace SecureAuth.Api.Http.Server;

/// <summary>
/// Begins a trace of our own for every request, whatever <c>traceparent</c> or baggage came with it: a client could
/// otherwise file its requests under somebody else's trace, or switch off their recording with one flag. Calls that this
/// process makes carry the trace on as usual.
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
