using Google.Protobuf;

namespace SecureAuth.IntegrationTests.Telemetry.Otlp;

/// <summary>What one export request carried: the spans, metrics or log records of a process.</summary>
internal sealed class Export(Signal signal, string protocol, byte[] body)
{
    // A body that cannot be decoded fails the test that reads it, not the sender.
    private readonly Lazy<ProtoMessage> _message = new(() => ProtoMessage.Parse(ByteString.CopyFrom(body)));

    /// <summary>The value of <c>OTEL_EXPORTER_OTLP_PROTOCOL</c> that leads to such a request.</summary>
    public string Protocol => protocol;

    public Signal Signal => signal;

    /// <summary>The uncompressed message.</summary>
    public byte[] Body => body;

    public IReadOnlyList<Span> Spans => field ??= signal == Signal.Traces ? [.. Span.In(_message.Value)] : [];

    public IReadOnlyList<Metric> Metrics => field ??= signal == Signal.Metrics ? [.. Metric.In(_message.Value)] : [];

    public IReadOnlyList<LogRecord> Logs => field ??= signal == Signal.Logs ? [.. LogRecord.In(_message.Value)] : [];
}
