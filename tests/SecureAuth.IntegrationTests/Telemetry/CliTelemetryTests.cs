using System.Net;
using System.Net.Sockets;
using System.Text;
using SecureAuth.IntegrationTests.Stack;
using SecureAuth.IntegrationTests.Telemetry.Otlp;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.Telemetry;

/// <summary>A command is one trace, which has been sent when the command ends.</summary>
[Collection(typeof(ObservedApiTests))]
public sealed class CliTelemetryTests(ObservedApi observed) : IAsyncLifetime
{
    /// <summary>How long the exporter itself would wait, in milliseconds.</summary>
    private const string ExporterTimeout = "120000";

    /// <summary>Far more than the time of the last flush, because the machine may be busy.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private OtlpCollector _collector = null!;

    public async ValueTask InitializeAsync() => _collector = await OtlpCollector.StartAsync();

    public ValueTask DisposeAsync() => _collector.DisposeAsync();

    [Fact]
    public async Task A_command_is_one_trace_with_its_statements_and_its_audit_event()
    {
        var user = await SignedInUser.CreateAsync(observed.NewClient());

        await RunAsync("users", "disable", user.Account.Email, "--reason", "left", "--yes");

        var trace = Trace.Of(_collector, span => span.IsRoot);
        trace.IsComplete();
        Assert.Equal(_collector.Spans.Count, trace.Spans.Count);
        Assert.Equal("users disable", trace.Root.Name);
        Assert.NotEmpty(trace.Postgres);
        Assert.DoesNotContain(trace.Spans, span => span.Name == "postgresql");
        var record = Assert.Single(_collector.Logs, record => record.Attributes.Text("event") == "user_disabled");
        Assert.Equal(user.Id.ToString(), record.Attributes["user_id"]);
        Assert.Equal(trace.Root.TraceId, record.TraceId);
        Assert.All(_collector.Spans, span => Assert.Equal("secureauth", span.Resource["service.name"]));
        Assert.Matches(@"^\d+\.\d+\.\d+", trace.Root.Resource.Text("service.version"));
        Assert.All(_collector.Exports, export => Assert.DoesNotContain(
            user.Account.Email, Encoding.Latin1.GetString(export.Body), StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_migration_is_one_trace()
    {
        await RunAsync("migrate");

        var trace = Trace.Of(_collector, span => span.IsRoot);
        trace.IsComplete();
        Assert.Equal("migrate", trace.Root.Name);
        Assert.Equal(_collector.Spans.Count, trace.Spans.Count);
        Assert.NotEmpty(trace.Postgres);
    }

    [Fact]
    public async Task A_collector_that_never_responds_does_not_delay_a_command()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();

        await RunsInTimeAsync($"http://{silent.LocalEndpoint}");
    }

    [Fact]
    public Task A_missing_collector_does_not_delay_a_command() => RunsInTimeAsync($"http://127.0.0.1:{FreePort.Next()}");

    private Task RunAsync(params string[] arguments) => Cli.SucceedAsync(observed.ForOperators(_collector), arguments);

    private async Task RunsInTimeAsync(string endpoint)
    {
        var user = await NewUser.RegisterAsync(observed.NewClient());
        var settings = observed.ForOperators(_collector);
        settings["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint;
        settings["OTEL_EXPORTER_OTLP_TIMEOUT"] = ExporterTimeout;

        await Cli.SucceedAsync(settings, "users", "disable", user.Email, "--yes").WaitAsync(Bound);
    }
}
