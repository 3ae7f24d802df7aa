using System.Globalization;
using System.Security.Cryptography;
using SecureAuth.LocalServers;

namespace SecureAuth.AppHost.Tests.Local;

public sealed class OtlpTests(UsedFolder used)
{
    [Fact]
    public async Task Every_replica_sends_its_telemetry_with_the_settings_of_the_environment()
    {
        var key = RandomNumberGenerator.GetHexString(16, lowercase: true);
        using var collector = new Collector();
        await using var runner = RunnerProcess.Start(
            await used.CopyAsync(),
            RunnerProcess.NextPairOfPorts(),
            ["--replicas", "2", "--otlp", collector.Url],
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:1"),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_EXPORTER_OTLP_HEADERS", $"x-api-key={key}"),
            ("OTEL_RESOURCE_ATTRIBUTES", "service.instance.id=the_same,deployment.environment.name=try_out"));
        await runner.IsReadyAsync();
        await runner.SignInAsync(UsedFolder.Email);

        // The programs send the rest of their telemetry when they stop.
        runner.Signal(Signals.Terminate);
        Assert.Equal(0, await runner.ExitCodeAsync());

        Assert.Equal(
            ["/v1/logs", "/v1/metrics", "/v1/traces"], collector.Exports.Select(export => export.Path).Distinct().Order());
        Assert.All(collector.Exports, export => Assert.Equal(key, export.ApiKey));
        Assert.All(collector.Exports, export => Assert.Contains("try_out", export.Body, StringComparison.Ordinal));
        foreach (var port in (int[])[runner.Port, runner.Port + 1])
        {
            var instance = string.Create(CultureInfo.InvariantCulture, $"localhost:{port}");
            Assert.Contains(
                collector.Exports,
                export => export.Path == "/v1/metrics" && export.Body.Contains(instance, StringComparison.Ordinal));
        }

        // The migration is a single process and keeps the ID of the environment.
        Assert.DoesNotContain(
            collector.Exports,
            export => export.Body.Contains("secureauth-api", StringComparison.Ordinal)
                && export.Body.Contains("the_same", StringComparison.Ordinal));
        Assert.Contains($"Telemetry    {collector.Url}\n", runner.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(key, runner.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_in_the_environment_is_used_and_its_password_is_not_printed()
    {
        using var collector = new Collector();
        var url = collector.Url.Replace("localhost", "collector:pass_word@localhost", StringComparison.Ordinal);
        await using var runner = await RunnerProcess.StartReadyAsync(
            await used.CopyAsync(), ("OTEL_EXPORTER_OTLP_ENDPOINT", url), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"));

        runner.Signal(Signals.Terminate);
        Assert.Equal(0, await runner.ExitCodeAsync());

        Assert.NotEmpty(collector.Exports);
        Assert.Contains($"Telemetry    {collector.Url}\n", runner.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("pass_word", runner.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_in_the_environment_that_is_no_URL_is_refused_without_printing_it()
    {
        await using var runner = RunnerProcess.Start(
            RunnerProcess.NewFolder(), port: null, ("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:pass_word@localhost:4317"));

        Assert.Equal(1, await runner.ExitCodeAsync());
        Assert.Equal(
            "The environment variable OTEL_EXPORTER_OTLP_ENDPOINT is invalid. "
            + "Use an absolute http or https URL, such as http://localhost:4317.",
            runner.Output);
    }
}
