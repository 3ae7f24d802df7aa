using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using SecureAuth.Api.Startup;
using SecureAuth.Core.Startup;

namespace SecureAuth.UnitTests.Startup;

public sealed class WarmUpServiceTests
{
    [Fact]
    public async Task The_service_is_ready_when_every_warm_up_has_ended()
    {
        var last = new TaskCompletionSource();
        using var service = NewService(new WarmUp(Task.CompletedTask), new WarmUp(last.Task));

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
        using var service = NewService(new WarmUp(failed), other);

        await service.StartAsync(TestContext.Current.CancellationToken);
        await service.ExecuteTask!;

        Assert.True(service.IsComplete);
        Assert.True(other.HasRun);
    }

    [Fact]
    public async Task The_instance_is_unhealthy_until_every_warm_up_has_ended()
    {
        var last = new TaskCompletionSource();
        using var service = NewService(new WarmUp(last.Task));
        await service.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HealthStatus.Unhealthy, await HealthAsync(service));

        last.SetResult();
        await service.ExecuteTask!;
        Assert.Equal(HealthStatus.Healthy, await HealthAsync(service));
    }

    private static WarmUpService NewService(params IWarmUp[] warmUps) => new(warmUps, NullLogger<WarmUpService>.Instance);

    private static async Task<HealthStatus> HealthAsync(WarmUpService service) =>
        (await new WarmUpCheck(service).CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken)).Status;

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
