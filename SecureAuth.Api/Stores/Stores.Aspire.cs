using Microsoft.EntityFrameworkCore;
using Npgsql;
using SecureAuth.Core;
using SecureAuth.Core.Configuration;
using SecureAuth.Core.Data;
using SecureAuth.Core.Redis;

namespace SecureAuth.Api.Stores;

/// <summary>
/// Registers PostgreSQL and Redis with Aspire's client integrations. It is compiled only in the Aspire flavour. Its counterpart
/// Stores.Local.cs has the same timeouts, health checks and telemetry.
/// </summary>
internal static class Stores
{
    public static IHostApplicationBuilder AddStores(this IHostApplicationBuilder builder)
    {
        var postgres = PostgresTimeouts.ServiceConnectionString(builder.Configuration);
        _ = RedisTimeouts.Options(builder.Configuration);

        builder.Services.AddSingleton(services => new NpgsqlDataSourceBuilder(postgres)
            .UseLoggerFactory(services.GetRequiredService<ILoggerFactory>())
            .Build());
        builder.Services.AddPostgresGate();

        builder.AddNpgsqlDbContext<AuthDbContext>(ConnectionStrings.Postgres, settings =>
        {
            settings.ConnectionString = postgres;

            // A retried transaction would make its decisions again.
            settings.DisableRetry = true;

            // Our own health check has a timeout and uses the same data source.
            settings.DisableHealthChecks = true;
        });

        // All users share one connection pool.
        builder.Services.ConfigureDbContext<AuthDbContext>((services, options) =>
            options.UseNpgsql(services.GetRequiredService<NpgsqlDataSource>())
                .UseSnakeCaseNamingConvention()
                .AddInterceptors(services.GetRequiredService<PostgresGateInterceptor>()));

        builder.AddRedisClient(
            ConnectionStrings.Redis,
            settings =>
            {
                // Our own health check reports an unavailable Redis as degraded, not as unhealthy.
                settings.DisableHealthChecks = true;

                // Our own spans name the script instead of the command.
                settings.DisableTracing = true;
            },
            RedisTimeouts.Apply);

        builder.Services.AddStoreHealthChecks();
        builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing.AddSource(RedisLink.ActivitySourceName));
        return builder;
    }
}
