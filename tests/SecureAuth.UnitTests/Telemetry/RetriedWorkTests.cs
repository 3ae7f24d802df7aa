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
}
