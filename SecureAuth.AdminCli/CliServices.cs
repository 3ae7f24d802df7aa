using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using SecureAuth.AdminCli.Accounts;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.AdminCli.Output;
using SecureAuth.Core;
using SecureAuth.Core.Configuration;
using SecureAuth.Core.Configuration.Api;
using SecureAuth.Core.Data;
using SecureAuth.Core.Keys;
using SecureAuth.Core.Passwords;
using SecureAuth.Core.RateLimiting;
using SecureAuth.Core.Redis;
using StackExchange.Redis;

namespace SecureAuth.AdminCli;

/// <summary>The services of SecureAuth.Core for a command. They connect to the stores when they are first used.</summary>
internal static class CliServices
{
    // In seconds. The API's timeouts are too short here: an operator may be far from the servers, and lists may be long.
    private const int ConnectTimeout = 5;
    private const int CommandTimeout = 30;

    public static ServiceProvider Build(Invocation invocation)
    {
        var configuration = invocation.Configuration;
        var services = CreateServices(invocation);

        // Besides the migration, only the API adds keys to the ring. A command that merely reads the ring must not do so as a
        // side effect.
        services.Configure<KeyManagementOptions>(keys => keys.AutoGenerateKeys = false);
        AddPostgres(services, configuration);
        AddRedis(services, configuration);
        return services.BuildServiceProvider();
    }

    /// <summary>Builds services that use the migration's connection, and thereby its transaction.</summary>
    public static ServiceProvider BuildOn(NpgsqlConnection connection, Invocation invocation)
    {
        var services = CreateServices(invocation);
        services.AddDbContext<AuthDbContext>(options => options.UseNpgsql(connection).UseSnakeCaseNamingConvention());
        return services.BuildServiceProvider();
    }

    /// <summary>Throws if no master key is configured, or if a configured one is invalid.</summary>
    public static void RequireMasterKey(Invocation invocation)
    {
        using var services = CreateServices(invocation).BuildServiceProvider();
        services.GetRequiredService<MasterKeys>();
    }

    private static ServiceCollection CreateServices(Invocation invocation)
    {
        var services = new ServiceCollection();
        services.AddSingleton(invocation.Configuration);
        services.TryAddSingleton<IHostEnvironment>(new OperatorEnvironment(invocation.Configuration));
        services.AddLogging(logging =>
        {
            logging.AddProvider(new TerminalLoggerProvider(invocation.Terminal));
            invocation.Telemetry.AddTo(logging);
        });
        services.AddSecureAuthCore();
        services.AddApiSettings(section => invocation.Configuration.GetSection(section).Exists());
        services.AddRateLimitOptions();
        services.AddSingleton<ClientBuckets>();
        services.AddScoped<UserLookup>();
        services.AddScoped<EmailLimits>();

        // A command hashes at most one password.
        services.PostConfigure<PasswordOptions>(passwords => passwords.Workers = 1);
        return services;
    }

    private static void AddPostgres(ServiceCollection services, IConfiguration configuration)
    {
        var name = ConnectionStrings.FirstSet(configuration, ConnectionStrings.Operator, ConnectionStrings.Postgres);
        var connection = new NpgsqlConnectionStringBuilder(PostgresTimeouts.ConnectionString(configuration, name))
        {
            Timeout = ConnectTimeout,
            CommandTimeout = CommandTimeout,
        };
        services.AddSingleton(provider => new NpgsqlDataSourceBuilder(connection.ConnectionString) { Name = name }
            .UseLoggerFactory(provider.GetRequiredService<ILoggerFactory>())
            .ConfigureTracing(PostgresSpans.Configure)
            .Build());
        services.AddDbContext<AuthDbContext>((provider, options) =>
            options.UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>()).UseSnakeCaseNamingConvention());
    }

    /// <summary>Without Redis, commands still change PostgreSQL, and running API instances pick up the change there.</summary>
    private static void AddRedis(ServiceCollection services, IConfiguration configuration)
    {
        if (string.IsNullOrWhiteSpace(configuration.GetConnectionString(ConnectionStrings.Redis)))
        {
            services.AddSingleton<IConnectionMultiplexer>(
                _ => throw new RedisException($"ConnectionStrings__{ConnectionStrings.Redis} is not set"));
            return;
        }

        // Parsed now: an invalid connection string has to stop a command before it has changed anything.
        var redis = RedisTimeouts.Options(configuration);

        // The client counts INFO, which the doctor reads, among the commands of administrators.
        redis.AllowAdmin = true;
        redis.ConnectTimeout = Math.Max(redis.ConnectTimeout, ConnectTimeout * 1000);
        redis.AsyncTimeout = Math.Max(redis.AsyncTimeout, ConnectTimeout * 1000);
        services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(redis));
    }
}
