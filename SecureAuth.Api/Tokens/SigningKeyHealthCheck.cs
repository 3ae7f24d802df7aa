using Microsoft.Extensions.Diagnostics.HealthChecks;
using SecureAuth.Core.Keys;

namespace SecureAuth.Api.Tokens;

/// <summary>Not ready before there is a key to sign with: the first sign-ins of a new installation would fail.</summary>
internal sealed class SigningKeyHealthCheck(SigningKeyRing keys) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
        Task.FromResult(keys.SigningKey is null ? HealthCheckResult.Unhealthy() : HealthCheckResult.Healthy());
}
