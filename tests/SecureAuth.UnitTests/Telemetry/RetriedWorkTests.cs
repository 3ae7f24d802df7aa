using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.UnitTests.Telemetry;

public sealed class RetriedWorkTests
{
    private readonly FakeLogger _log = new();

    [Fact]
    public async Task An_outage_is_logged_in_two_lines_and_the_first_has_the_stack_trace()
    {
        var work = new RetriedWork("count", "Counting", _log);
        var failure = new TimeoutException("late");

        Assert.False(await work.TryAsync(() => Task.FromException<WorkResult>(failure), CancellationToken.None));
        Assert.False(await work.TryAsync(
            () => Task.FromException<WorkResult>(new InvalidOperationException()), CancellationToken.None));
        Assert.True(await work.TryAsync(() => Task.FromResult(WorkResult.Unchanged), CancellationToken.None));
        Assert.True(await work.TryAsync(() => Task.FromResult(WorkResult.Unchanged), CancellationToken.None));

        var records = _log.Collector.GetSnapshot();
        Assert.Equal([LogLevel.Warning, LogLevel.Information], records.Select(record => record.Level));
        Assert.Same(failure, records[0].Exception);
        Assert.All(records, record => Assert.StartsWith("Counting", record.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_span_of_a_failure_names_its_cause()
    {
        const string name = "count for a span";
        var spans = new ConcurrentQueue<Activity>();
        using var listener = Record(name, spans);
        var work = new RetriedWork(name, "Counting", _log);

        await work.TryAsync(
            () => throw new InvalidOperationException("A wrapper", new TimeoutException()), CancellationToken.None);
        await work.TryAsync(() => Task.FromResult(WorkResult.Failed("no answer")), CancellationToken.None);
        await work.TryAsync(() => Task.FromResult(WorkResult.ChangedIfAny(2, "rows deleted")), CancellationToken.None);

        Assert.Equal(
            [("TimeoutException", "System.TimeoutException"), ("rows deleted: 2", null)],
            spans.Where(span => span.DisplayName == name && span.Recorded)
                .Select(span => ((string?)span.GetTagItem("secureauth.reason"), (string?)span.GetTagItem("error.type"))));
    }

    /// <summary>A dashboard links the record to its trace.</summary>
    [Fact]
    public async Task What_a_run_logs_has_the_trace_id_of_its_span()
    {
        const string name = "count for a log";
        var spans = new ConcurrentQueue<Activity>();
        using var listener = Record(name, spans);
        var work = new RetriedWork(name, "Counting", _log);
        var traceId = default(ActivityTraceId);

        await work.TryAsync(
            () =>
            {
                traceId = Activity.Current!.TraceId;
                Assert.False(Activity.Current.Recorded);
                return Task.FromResult(WorkResult.ChangedIfAny(2, "rows deleted"));
            },
            CancellationToken.None);

        Assert.Equal(traceId, Assert.Single(spans, span => span.DisplayName == name && span.Recorded).TraceId);
    }

    [Fact]
    public async Task An_unrequested_cancellation_is_a_failure()
    {
        using var stop = new CancellationTokenSource();

        var work = new RetriedWork("count", "Counting", _log);

        Assert.False(await work.TryAsync(() => throw new TaskCanceledException(), stop.Token));
        Assert.Equal(LogLevel.Warning, _log.LatestRecord.Level);
    }

    [Fact]
    public async Task Stopping_the_process_is_not_a_failure()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        var work = new RetriedWork("count", "Counting", _log);

        Assert.False(await work.TryAsync(() => Task.FromCanceled<WorkResult>(stop.Token), stop.Token));
        Assert.Equal(0, _log.Collector.Count);
    }

    private static ActivityListener Record(string name, ConcurrentQueue<Activity> spans)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == AuthActivity.SourceName,

            // Other tests run at the same time, and their spans must not be recorded.
            Sample = (ref ActivityCreationOptions<ActivityContext> span) =>
                span.Name == name ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
