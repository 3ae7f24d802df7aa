using SecureAuth.Core.Startup;

namespace SecureAuth.UnitTests.Startup;

public sealed class WarmUpServiceTests
{
    [Fact]
    public async Task The_service_is_ready_when_every_warm_up_has_ended()
    {
        var last = new TaskCompletionSource();
        using var service = new WarmUpService([new WarmUp(Task.CompletedTask), new WarmUp(last.Task)]);

        await service.StartAsync(TestContext.Current.CancellationToken);
        Assert.False(service.IsComplete);

        last.SetResult();
        await service.ExecuteTask!;
        Assert.True(service.IsComplete);
    }

    [Fact]
    public async Task A_warm_up_that_fails_neither_stops_the_process_nor_the_others()
    {
        var failed = Task.FromException(new InvalidOperationException("no store"));
        var other = new WarmUp(Task.CompletedTask);
        using var service = new WarmUpService([new WarmUp(failed), other]);

        await service.StartAsync(TestContext.Current.CancellationToken);
        await service.ExecuteTask!;

        Assert.True(service.IsComplete);
        Assert.True(other.HasRun);
    }

    private sealed class WarmUp(Task result) : IWarmUp
    {
        public bool HasRun { get; private set; }

        public Task WarmUpAsync(CancellationToken cancellationToken)
        {
            HasRun = true;
            return result;
        }
    }
}
