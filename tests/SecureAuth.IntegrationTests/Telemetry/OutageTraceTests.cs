using System.Diagnostics;
using SecureAuth.IntegrationTests.Faults;
using SecureAuth.IntegrationTests.Stack;
using SecureAuth.IntegrationTests.Telemetry.Otlp;

namespace SecureAuth.IntegrationTests.Telemetry;

/// <summary>An outage of Redis is one span, whatever the number of polls that fail in it.</summary>
public sealed class OutageTraceTests(TestSystem system)
{
    /// <summary>Several polls.</summary>
    private static readonly TimeSpan Polls = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task An_outage_of_Redis_is_one_span_and_a_gauge()
    {
        await using var redis = new RestartableRedis();
        await redis.StartAsync();
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var collector = await OtlpCollector.StartAsync();
        await using var api = await own.StartProcessAsync(
            [.. collector.Settings(OtlpCollector.Http), ("ConnectionStrings__redis", redis.ConnectionString)]);
        await FallbackIsAsync(collector, 0);

        redis.Pause();
        await FallbackIsAsync(collector, 1);
        await IsFailedOnceAsync(collector, outages: 1);
        redis.Resume();
        await FallbackIsAsync(collector, 0);

        await redis.KillAsync();
        await FallbackIsAsync(collector, 1);
        await StillDecidesAsync(new TestClient(api));
        await IsFailedOnceAsync(collector, outages: 2);
        await redis.StartAsync();
        await FallbackIsAsync(collector, 0);
    }

    /// <summary>A call whose server is unknown is recorded too.</summary>
    private static async Task StillDecidesAsync(TestClient client)
    {
        for (var call = 0; call < 10; call++)
        {
            Assert.Equal("invalid_token", (await client.MeAsync("no token")).Code);
            await Task.Delay(Polls / 10, TestContext.Current.CancellationToken);
        }
    }

    private static async Task IsFailedOnceAsync(OtlpCollector collector, int outages)
    {
        await Task.Delay(Polls, TestContext.Current.CancellationToken);
        Span[] runs = [.. collector.Spans.Where(span => span.Name == "copy revocations").OrderBy(span => span.Start)];
        Span[] failures = [.. runs.Where(IsFailure)];
        Assert.True(failures.Length >= outages, $"{outages} outages have {failures.Length} failures.");

        // A busy machine may add a short outage of its own, but each failure has to follow a recovery.
        Assert.DoesNotContain(runs.Zip(runs.Skip(1)), pair => IsFailure(pair.First) && IsFailure(pair.Second));
        Assert.All(failures, span =>
        {
            Assert.True(span.IsRoot, span.ToString());
            Assert.NotEmpty(span.Attributes.Text("secureauth.reason") ?? "");
        });
    }

    private static bool IsFailure(Span span) => span.Status == ActivityStatusCode.Error;

    private static Task FallbackIsAsync(OtlpCollector collector, double value) => Eventually.IsTrueAsync(
        () => collector.Metrics.LastOrDefault(metric => metric.Name == "secureauth.redis.fallback")
            is { Points: [var point] } && point.Value == value,
        $"secureauth.redis.fallback is {value}");
}
