using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SecureAuth.Api.Http.Failures;
using SecureAuth.Core.Data;
using StackExchange.Redis;

namespace SecureAuth.Api.Stores;

/// <summary>
/// The health checks of the stores. Without Postgres the instance can decide nothing, so it is unhealthy. Without Redis it
/// decides everything with Postgres and in process, only slower, so it is degraded.
/// </summary>
internal static class StoreHealthChecks
{
    /// <summary>
    /// A health check that hangs is worse than one that fails, because the orchestrator learns nothing from it.
    /// </summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    public static IServiceCollection AddStoreHealthChecks(this IServiceCollection services, bool usesRedis)
    {
        services.AddSingleton<SchemaCheck.Memory>();
        var checks = services.AddHealthChecks()
            .AddCheck<PostgresCheck>("postgres", HealthStatus.Unhealthy, [], Timeout)
            .AddCheck<SchemaCheck>("schema", HealthStatus.Unhealthy, [], Timeout)
            .AddCheck<ClockCheck>("clock", HealthStatus.Degraded, [], Timeout);
        if (usesRedis)
        {
            checks.AddCheck<RedisCheck>("redis", HealthStatus.Degraded, [], Timeout);
        }

        return services;
    }

    /// <summary>If a health check throws, each probe logs an unhandled exception with its stack trace.</summary>
    private static HealthCheckResult Unavailable(HealthCheckContext context, Exception error) =>
        new(context.Registration.FailureStatus, error.GetType().Name);

    private sealed class PostgresCheck(AuthDbContext db) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
        {
            try
            {
                await db.Database.ExecuteSqlAsync($"SELECT 1", cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (Exception error) when (DatabaseErrors.IsOutage(error))
            {
                return Unavailable(context, error);
            }
        }
    }

    /// <summary>
    /// A clock difference only degrades the instance, since the clock of Postgres may be the wrong one. Before the first reading
    /// the instance is unhealthy.
    /// </summary>
    private sealed class ClockCheck(PostgresClock clock) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
            Task.FromResult(clock switch
            {
                { Offset: null } => HealthCheckResult.Unhealthy("The clock of PostgreSQL has not been read yet"),
                { IsSkewed: true } => new HealthCheckResult(
                    context.Registration.FailureStatus, "The clock of PostgreSQL differs from the clock of this instance"),
                _ => HealthCheckResult.Healthy(),
            });
    }

    private sealed class RedisCheck(IServiceProvider services) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
        {
            try
            {
                var redis = services.GetRequiredService<IConnectionMultiplexer>();
                await redis.GetDatabase().PingAsync().WaitAsync(cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (Exception error) when (error is RedisException or TimeoutException)
            {
                return Unavailable(context, error);
            }
        }
    }
}
