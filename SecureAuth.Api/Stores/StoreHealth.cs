using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SecureAuth.Api.Credentials;
using SecureAuth.Api.Http.Failures;
using SecureAuth.Core.Data;
using StackExchange.Redis;

namespace SecureAuth.Api.Stores;

/// <summary>
/// What <c>/health</c> asks of the stores. Without Postgres nothing can be decided, so the instance is not ready; without
/// Redis everything is decided in Postgres and in process, only slower, so it is.
/// </summary>
internal static class StoreHealth
{
    /// <summary>A probe that hangs is worse than one that fails: the orchestrator learns nothing from it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static IServiceCollection AddStoreHealthChecks(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddCheck<PostgresCheck>("postgres", HealthStatus.Unhealthy, [], Patience)
            .AddCheck<ClockCheck>("clock", HealthStatus.Degraded, [], Patience)
            .AddCheck<RedisCheck>("redis", HealthStatus.Degraded, [], Patience);
        return services;
    }

    /// <summary>Thrown, it would be logged at every probe as an unhandled error, with its stack.</summary>
    private static HealthCheckResult Lost(HealthCheckContext context, Exception error) =>
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
                return Lost(context, error);
            }
        }
    }

    /// <summary>A clock that is wrong is no outage of its own, since it may be Postgres's; one that is not known yet is.</summary>
    private sealed class ClockCheck(PostgresClock clock) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
            Task.FromResult(clock switch
            {
                { Offset: null } => HealthCheckResult.Unhealthy("Postgres's clock has not been read yet"),
                { IsSkewed: true } => new HealthCheckResult(context.Registration.FailureStatus, "Postgres's clock is another one"),
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
                return Lost(context, error);
            }
        }
    }
}
