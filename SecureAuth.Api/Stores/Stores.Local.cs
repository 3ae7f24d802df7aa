using Microsoft.EntityFrameworkCore;
using Npgsql;
using SecureAuth.Core;
using SecureAuth.Core.Data;
using SecureAuth.Core.Redis;
using StackExchange.Redis;

namespace SecureAuth.Api.Stores;

/// <summary>
/// PostgreSQL and Redis by the packages that Aspire's client integrations are made of: compiled where Aspire is not.
/// Its twin is Stores.Aspire.cs; nothing else in the API knows which of the two it runs with.
/// </summary>
internal static class Stores
{
    public static IHostApplicationBuilder AddStores(this IHostApplicationBuilder builder)
    {
        var postgres = PostgresTimeouts.ServiceConnectionString(builder.Configuration);
        var redis = RedisTimeouts.Options(builder.Configuration);

        builder.Services.AddSingleton(services => new NpgsqlDataSourceBuilder(postgres)
            .UseLoggerFactory(services.GetRequiredService<ILoggerFactory>())
            .Build());
        builder.Services.AddPostgresResilience();

        // No retrying execution strategy: a transaction that is run again would decide again.
        builder.Services.AddDbContextPool<AuthDbContext>((services, options) =>
            options.UseNpgsql(services.GetRequiredService<NpgsqlDataSource>())
                .UseSnakeCaseNamingConvention()
                .AddInterceptors(services.GetRequiredService<PostgresResilienceInterceptor>()));

        builder.Services.AddSingleton<IConnectionMultiplexer>(services =>
        {
            redis.LoggerFactory = services.GetRequiredService<ILoggerFactory>();
            return ConnectionMultiplexer.Connect(redis);
        });

        builder.Services.AddStoreHealthChecks();
        builder.Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing.AddNpgsql().AddSource(RedisLink.ActivitySourceName))
            .WithMetrics(metrics => metrics.AddNpgsqlInstrumentation());
        return builder;
    }
}
