using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
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
            .AddCheck<RedisCheck>("redis", HealthStatus.Degraded, [], Patience);
        return services;
    }

    /// <summary>Thrown, it would be logged at every probe as an unhandled error, with its stack.</summary>
    private static HealthCheckResult Lost(HealthCheckContext context, Exception error) =>
        new(context.Registration.FailureStatus, error.GetType().Name);

    private sealed class PostgresCheck(NpgsqlDataSource postgres) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
        {
            try
            {
                await using var command = postgres.CreateCommand("SELECT 1");
                await command.ExecuteScalarAsync(cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (Exception error) when (error is NpgsqlException or TimeoutException)
            {
                return Lost(context, error);
            }
        }
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
