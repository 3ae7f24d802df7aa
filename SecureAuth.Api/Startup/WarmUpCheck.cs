using Microsoft.Extensions.Diagnostics.HealthChecks;
using SecureAuth.Core.Startup;

namespace SecureAuth.Api.Startup;

/// <summary>Reports the instance as unhealthy until its first requests would be as fast as later ones.</summary>
internal sealed class WarmUpCheck(WarmUpService warmUps) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
        Task.FromResult(warmUps.IsComplete ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The warm-up still runs"));
}
