using System.Diagnostics;

namespace SecureAuth.IntegrationTests.Telemetry.Otlp;

/// <summary>A span as the collector received it. Its ids are in hex, and a root span has an empty parent id.</summary>
internal sealed record Span(
    string TraceId,
    string SpanId,
    string ParentId,
    string Name,
    ActivityKind Kind,
    DateTimeOffset Start,
    DateTimeOffset End,
    ActivityStatusCode Status,
    string StatusMessage,
    Attributes Attributes,
    IReadOnlyList<SpanEvent> Events,
    IReadOnlyList<SpanLink> Links,
    string Scope,
    Attributes Resource)
{
    public bool IsRoot => ParentId.Length == 0;

    public TimeSpan Duration => End - Start;

    /// <summary>Decodes an <c>ExportTraceServiceRequest</c>.</summary>
    public static IEnumerable<Span> In(ProtoMessage request) =>
        from resource in request.Messages(1)
        let attributes = Attributes.Of(resource.Message(1), 1)
        from scope in resource.Messages(2)
        from span in scope.Messages(2)
        select Of(span, scope.Message(1).Text(1), attributes);

    public override string ToString() =>
        $"{Name} ({Kind}, {Status} {StatusMessage}, {Duration.TotalMilliseconds} ms): {Attributes}";

    private static Span Of(ProtoMessage span, string scope, Attributes resource) => new(
        span.Hex(1),
        span.Hex(2),
        span.Hex(4),
        span.Text(5),
        KindOf(span.Integer(6)),
        span.Time(7),
        span.Time(8),
        (ActivityStatusCode)span.Message(15).Integer(3),
        span.Message(15).Text(2),
        Attributes.Of(span, 9),
        [.. span.Messages(11).Select(e => new SpanEvent(e.Text(2), Attributes.Of(e, 3)))],
        [.. span.Messages(13).Select(link => new SpanLink(link.Hex(1), link.Hex(2)))],
        scope,
        resource);

    /// <summary>OTLP has the same kinds in the same order, but begins with an unspecified one.</summary>
    private static ActivityKind KindOf(ulong kind) => (ActivityKind)(kind - 1);
}

internal sealed record SpanEvent(string Name, Attributes Attributes);

internal sealed record SpanLink(string TraceId, string SpanId);
