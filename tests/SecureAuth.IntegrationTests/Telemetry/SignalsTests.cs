using SecureAuth.IntegrationTests.Stack;
using SecureAuth.IntegrationTests.Telemetry.Otlp;

namespace SecureAuth.IntegrationTests.Telemetry;

/// <summary>All three signals arrive over either protocol.</summary>
[Collection(typeof(ObservedApiTests))]
public sealed class SignalsTests(ObservedApi observed)
{
    [Fact]
    public async Task Every_signal_arrives_over_gRPC_and_names_the_service()
    {
        await SignedInUser.CreateAsync(observed.NewClient());

        await ArriveAsync(observed.Collector, OtlpCollector.Grpc, "secureauth-api");
    }

    [Fact]
    public async Task Every_signal_arrives_over_HTTP_compressed_and_under_another_name()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var api = await observed.Own.StartProcessAsync(
        [
            .. collector.Settings(OtlpCollector.Http),
            ("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip"),
            ("OTEL_SERVICE_NAME", "sign-in"),
        ]);
        var user = await SignedInUser.CreateAsync(new TestClient(api));
        var trace = await Trace.OfAsync(collector, await user.Client.LoginAsync(user.Account));

        trace.IsComplete();
        await ArriveAsync(collector, OtlpCollector.Http, "sign-in");
    }

    private static async Task ArriveAsync(OtlpCollector collector, string protocol, string service)
    {
        IReadOnlyList<Attributes> spans = [], records = [], metrics = [];
        await Eventually.IsTrueAsync(
            () =>
            {
                spans = [.. collector.Spans.Where(span => span.Name == "POST /api/v1/auth/login").Select(span => span.Resource)];
                records =
                [
                    .. collector.Logs.Where(record => record.Attributes.Text("event") == "signed_in")
                        .Select(record => record.Resource),
                ];
                metrics =
                [
                    .. collector.Metrics.Where(metric => metric.Name == "secureauth.login.attempts")
                        .Select(metric => metric.Resource),
                ];
                return spans.Count > 0 && records.Count > 0 && metrics.Count > 0;
            },
            "a sign-in is in each signal");

        Assert.All(collector.Exports, export => Assert.Equal(protocol, export.Protocol));
        Assert.All([.. spans, .. records, .. metrics], resource =>
        {
            Assert.Equal(service, resource["service.name"]);
            Assert.Matches(@"^\d+\.\d+\.\d+", resource.Text("service.version"));
        });
    }
}
