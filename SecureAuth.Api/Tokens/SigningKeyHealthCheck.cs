using Microsoft.Extensions.Diagnostics.HealthChecks;
using SecureAuth.Core.Keys;

namespace SecureAuth.Api.Tokens;

/// <summary>
/// Reports the instance as unhealthy until a signing key is available. The first sign-ins of a new installation would fail
/// without it.
/// </summary>
internal sealed class SigningKeyHealthCheck(SigningKeyRing keys) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
        Task.FromResult(keys.SigningKey is null ? HealthCheckResult.Unhealthy() : HealthCheckResult.Healthy());
}
