using SecureAuth.IntegrationTests.Stack;
using SecureAuth.IntegrationTests.Telemetry.Otlp;

namespace SecureAuth.IntegrationTests.Telemetry;

public sealed class SamplerTests(TestSystem system)
{
    [Theory]
    [InlineData("always_off", "1")]
    [InlineData("parentbased_traceidratio", "0")]
    public async Task A_sampler_that_takes_nothing_leaves_the_metrics_and_logs(string sampler, string argument)
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var api = await system.StartProcessAsync(
        [
            .. collector.Settings(), ("OTEL_TRACES_SAMPLER", sampler), ("OTEL_TRACES_SAMPLER_ARG", argument),
        ]);
        await SignedInUser.CreateAsync(new TestClient(api));

        // The process exports what is left before it ends.
        await api.StopAsync();

        Assert.Contains(collector.Logs, record => record.Attributes.Text("event") == "signed_in");
        Assert.Contains(collector.Metrics, metric => metric.Name == "secureauth.login.attempts");
        Assert.Empty(collector.Spans);
    }
}
