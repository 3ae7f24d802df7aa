using SecureAuth.IntegrationTests.Stack;
using SecureAuth.IntegrationTests.Telemetry.Otlp;

namespace SecureAuth.IntegrationTests.Telemetry;

/// <summary>The spans of one trace, which a request or a command began.</summary>
internal sealed record Trace(Span Root, IReadOnlyList<Span> Spans)
{
    public IReadOnlyList<Span> Postgres => [.. Spans.Where(span => span.Attributes.Text("db.system.name") == "postgresql")];

    public IReadOnlyList<Span> Redis => [.. Spans.Where(span => span.Attributes.Text("db.system.name") == "redis")];

    /// <summary>Waits for the span of the request, which ends after its children.</summary>
    public static async Task<Trace> OfAsync(OtlpCollector collector, Response response)
    {
        await Eventually.IsTrueAsync(
            () => collector.Spans.Any(span => IsOf(response, span)), $"the request {response.RequestId} has a span");
        return Of(collector, span => IsOf(response, span));
    }

    /// <summary>The trace whose root meets the condition, if it was received already.</summary>
    public static Trace Of(OtlpCollector collector, Predicate<Span> isRoot)
    {
        var spans = collector.Spans;
        var root = Assert.Single(spans, isRoot);
        return new Trace(root, [.. spans.Where(span => span.TraceId == root.TraceId)]);
    }

    /// <summary>The only span of that name.</summary>
    public Span Named(string name) => Assert.Single(Spans, span => span.Name == name);

    public IReadOnlyList<Span> ChildrenOf(Span parent) => [.. Spans.Where(span => span.ParentId == parent.SpanId)];

    /// <summary>Fails unless the root has no parent and every other span has its parent in this trace.</summary>
    public void IsComplete()
    {
        Assert.True(Root.IsRoot, Root.ToString());
        var ids = Spans.Select(span => span.SpanId).ToHashSet();
        Assert.Equal(Spans.Count, ids.Count);
        Assert.All(Spans.Where(span => span != Root), span => Assert.Contains(span.ParentId, ids));
    }

    public override string ToString() => string.Join('\n', Spans);

    private static bool IsOf(Response response, Span span) =>
        span.Attributes.Text("secureauth.request_id") == response.RequestId;
}
