using Microsoft.Extensions.Diagnostics.HealthChecks;
using SecureAuth.Core.Mail;

namespace SecureAuth.Api.Mail;

/// <summary>Mails that wait for long only degrade the instance: it serves requests as before.</summary>
internal sealed class OutboxCheck(OutboxState state) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
        Task.FromResult(state.Last is { IsStuck: true }
            ? new HealthCheckResult(context.Registration.FailureStatus, "A mail has been waiting for more than ten minutes")
            : HealthCheckResult.Healthy());
}
