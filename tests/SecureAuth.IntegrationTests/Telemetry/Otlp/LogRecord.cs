namespace SecureAuth.IntegrationTests.Telemetry.Otlp;

/// <summary>A log record as the collector received it. Its ids are in hex, or empty outside of a trace.</summary>
internal sealed record LogRecord(
    string EventName,
    string Severity,
    string Body,
    Attributes Attributes,
    string TraceId,
    string SpanId,
    string Scope,
    Attributes Resource)
{
    /// <summary>Decodes an <c>ExportLogsServiceRequest</c>.</summary>
    public static IEnumerable<LogRecord> In(ProtoMessage request) =>
        from resource in request.Messages(1)
        let attributes = Attributes.Of(resource.Message(1), 1)
        from scope in resource.Messages(2)
        from record in scope.Messages(2)
        select Of(record, scope.Message(1).Text(1), attributes);

    private static LogRecord Of(ProtoMessage record, string scope, Attributes resource) => new(
        record.Text(12),
        record.Text(3),
        Attributes.ValueOf(record.Message(5)) as string ?? "",
        Attributes.Of(record, 6),
        record.Hex(9),
        record.Hex(10),
        scope,
        resource);
}
