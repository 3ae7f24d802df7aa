using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace SecureAuth.IntegrationTests.Telemetry.Otlp;

/// <summary>A collector of OpenTelemetry data that takes OTLP over gRPC and over HTTP, and keeps what it receives.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    public const string Grpc = "grpc";

    public const string Http = "http/protobuf";

    private static readonly Dictionary<string, (Signal Signal, string Protocol)> Paths = new()
    {
        ["/opentelemetry.proto.collector.trace.v1.TraceService/Export"] = (Signal.Traces, Grpc),
        ["/opentelemetry.proto.collector.metrics.v1.MetricsService/Export"] = (Signal.Metrics, Grpc),
        ["/opentelemetry.proto.collector.logs.v1.LogsService/Export"] = (Signal.Logs, Grpc),
        ["/v1/traces"] = (Signal.Traces, Http),
        ["/v1/metrics"] = (Signal.Metrics, Http),
        ["/v1/logs"] = (Signal.Logs, Http),
    };

    private readonly ConcurrentQueue<Export> _exports = new();
    private readonly WebApplication _server;

    private OtlpCollector()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            // Without TLS, a connection cannot negotiate its version of HTTP.
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
        });
        _server = builder.Build();
        _server.Run(ReceiveAsync);
    }

    /// <summary>The requests in the order of their arrival.</summary>
    public IReadOnlyList<Export> Exports => [.. _exports];

    public IReadOnlyList<Span> Spans => [.. Exports.SelectMany(export => export.Spans)];

    /// <summary>Every export of every metric; the last one of a name has its current values.</summary>
    public IReadOnlyList<Metric> Metrics => [.. Exports.SelectMany(export => export.Metrics)];

    public IReadOnlyList<LogRecord> Logs => [.. Exports.SelectMany(export => export.Logs)];

    public static async Task<OtlpCollector> StartAsync()
    {
        var collector = new OtlpCollector();
        await collector._server.StartAsync(TestContext.Current.CancellationToken);
        return collector;
    }

    /// <summary>The settings of a process that reports to this collector without long delays.</summary>
    public (string Key, string Value)[] Settings(string protocol = Grpc) =>
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", protocol == Grpc ? _server.Urls.First() : _server.Urls.Last()),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol),
        ("OTEL_BSP_SCHEDULE_DELAY", "100"),
        ("OTEL_BLRP_SCHEDULE_DELAY", "100"),
        ("OTEL_METRIC_EXPORT_INTERVAL", "500"),
    ];

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method)
            || !Paths.TryGetValue(context.Request.Path.Value!, out var endpoint))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var body = endpoint.Protocol == Grpc
            ? await GrpcCall.ReadAsync(context.Request)
            : await HttpCall.ReadAsync(context.Request);
        _exports.Enqueue(new Export(endpoint.Signal, endpoint.Protocol, body));
        await (endpoint.Protocol == Grpc ? GrpcCall.AcceptAsync(context.Response) : HttpCall.AcceptAsync(context.Response));
    }
}
