using Microsoft.EntityFrameworkCore;
using Npgsql;
using SecureAuth.Core;
using SecureAuth.Core.Configuration;
using SecureAuth.Core.Data;
using SecureAuth.Core.Redis;
using StackExchange.Redis;

namespace SecureAuth.Api.Stores;

/// <summary>
/// Registers PostgreSQL and Redis with the packages that Aspire's client integrations wrap. It is compiled if UseAspire is not
/// true. Stores.Aspire.cs is its counterpart; nothing else in the API depends on which of the two is used.
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

        // There is no retrying execution strategy, because a retried transaction would make its decisions a second time.
        builder.Services.AddDbContextPool<AuthDbContext>((services, options) =>
            options.UseNpgsql(services.GetRequiredService<NpgsqlDataSource>())
                .UseSnakeCaseNamingConvention()
                .AddInterceptors(services.GetRequiredService<PostgresResilienceInterceptor>()));

        if (redis is not null)
        {
            builder.Services.AddSingleton<IConnectionMultiplexer>(services =>
            {
                redis.LoggerFactory = services.GetRequiredService<ILoggerFactory>();
                return ConnectionMultiplexer.Connect(redis);
            });
        }

        builder.Services.AddStoreHealthChecks(usesRedis: redis is not null);
        return builder;
    }
}
