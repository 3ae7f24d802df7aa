using Microsoft.EntityFrameworkCore;
using Npgsql;
using SecureAuth.Core;
using SecureAuth.Core.Configuration;
using SecureAuth.Core.Data;
using SecureAuth.Core.Redis;

namespace SecureAuth.Api.Stores;

/// <summary>
/// Registers PostgreSQL and Redis with Aspire's client integrations. It is compiled if UseAspire is true. Stores.Local.cs is its
/// counterpart, with the same timeouts, health checks and telemetry.
/// </summary>
internal static class Stores
{
    public static IHostApplicationBuilder AddStores(this IHostApplicationBuilder builder)
    {
        var postgres = PostgresTimeouts.ServiceConnectionString(builder.Configuration);
        var redis = RedisTimeouts.OptionsIfUsed(builder.Configuration);

        builder.Services.AddSingleton(services => new NpgsqlDataSourceBuilder(postgres) { Name = ConnectionStrings.Postgres }
            .UseLoggerFactory(services.GetRequiredService<ILoggerFactory>())
            .ConfigureTracing(PostgresSpans.Configure)
            .RefusePoolers(builder.Configuration)
            .Build());
        builder.Services.AddPostgresResilience();

        builder.AddNpgsqlDbContext<AuthDbContext>(ConnectionStrings.Postgres, settings =>
        {
            settings.ConnectionString = postgres;

            // A retried transaction would make its decisions a second time.
            settings.DisableRetry = true;

            // AddStoreHealthChecks adds a check with a timeout that uses the shared data source.
            settings.DisableHealthChecks = true;

            // AddServiceDefaults subscribes to Npgsql, and only if there is an exporter.
            settings.DisableTracing = true;
            settings.DisableMetrics = true;
        });

        // All contexts share the connection pool of the data source.
        builder.Services.ConfigureDbContext<AuthDbContext>((services, options) =>
            options.UseNpgsql(services.GetRequiredService<NpgsqlDataSource>())
                .UseSnakeCaseNamingConvention()
                .AddInterceptors(services.GetRequiredService<PostgresResilienceInterceptor>()));

        if (redis is not null)
        {
            builder.AddRedisClient(
                ConnectionStrings.Redis,
                settings =>
                {
                    // AddStoreHealthChecks adds a check that reports an outage of Redis as degraded, not as unhealthy.
                    settings.DisableHealthChecks = true;

                    // RedisLink creates spans that name the script instead of the command.
                    settings.DisableTracing = true;
                },
                RedisTimeouts.Apply);
        }

        builder.Services.AddStoreHealthChecks(usesRedis: redis is not null);
        return builder;
    }
}
