using Microsoft.EntityFrameworkCore;
using Npgsql;
using SecureAuth.Core;
using SecureAuth.Core.Configuration;
using SecureAuth.Core.Data;
using SecureAuth.Core.Redis;

namespace SecureAuth.Api.Stores;

/// <summary>
/// PostgreSQL and Redis by Aspire's client integrations: compiled where Aspire is. Its twin is Stores.Local.cs, with the
/// same bounds, health checks and telemetry.
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
        builder.Services.AddPostgresResilience();

        builder.AddNpgsqlDbContext<AuthDbContext>(ConnectionStrings.Postgres, settings =>
        {
            settings.ConnectionString = postgres;

            // A transaction that is run again would decide again.
            settings.DisableRetry = true;

            // Ours is bounded, and the data source's.
            settings.DisableHealthChecks = true;
        });

        // One pool of connections, whoever asks.
        builder.Services.ConfigureDbContext<AuthDbContext>((services, options) =>
            options.UseNpgsql(services.GetRequiredService<NpgsqlDataSource>())
                .UseSnakeCaseNamingConvention()
                .AddInterceptors(services.GetRequiredService<PostgresResilienceInterceptor>()));

        builder.AddRedisClient(
            ConnectionStrings.Redis,
            settings =>
            {
                // Ours calls a lost Redis degraded, not unhealthy.
                settings.DisableHealthChecks = true;

                // Our own spans name the script and not the command.
                settings.DisableTracing = true;
            },
            RedisTimeouts.Apply);

        builder.Services.AddStoreHealthChecks();
        builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing.AddSource(RedisLink.ActivitySourceName));
        return builder;
    }
}
