using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.HealthChecks;

/// <param name="Status">The worst status of all checks: <c>Healthy</c>, <c>Degraded</c> or <c>Unhealthy</c>.</param>
/// <param name="DurationMs">How long all checks together took, in milliseconds. They run at the same time.</param>
/// <param name="Checks">What was checked.</param>
internal sealed record HealthResponse(string Status, long DurationMs, IReadOnlyList<HealthCheckState> Checks) : Confidential;

/// <param name="Id">What was checked, such as <c>postgres</c>.</param>
/// <param name="Status"><c>Healthy</c>, <c>Degraded</c> or <c>Unhealthy</c>.</param>
/// <param name="DurationMs">How long it took, in milliseconds.</param>
/// <param name="Detail">What is wrong, or null.</param>
internal sealed record HealthCheckState(string Id, string Status, long DurationMs, string? Detail) : Confidential;
