using Microsoft.Extensions.Diagnostics.HealthChecks;
using SecureAuth.Core.Passwords.Queue;

namespace SecureAuth.Api.HealthChecks;

/// <summary>
/// A full queue refuses sign-ins and nothing else. It must not take the instance out of the load balancer, because the others
/// would get its share of the same storm.
/// </summary>
internal sealed class HashQueueCheck(HashQueue queue) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
        Task.FromResult(queue.IsFull
            ? HealthCheckResult.Degraded("The queue of the password hashes is full")
            : HealthCheckResult.Healthy());
}
