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
using SecureAuth.Core.Data;
using SecureAuth.Core.Keys;
using SecureAuth.Core.Passwords;
using SecureAuth.Core.Redis;
using StackExchange.Redis;

namespace SecureAuth.AdminCli;

/// <summary>What Core offers, on stores that are connected to when they are first asked.</summary>
internal static class CliServices
{
    /// <summary>Seconds, in place of the API's one: an operator may sit far away, and lists may be long.</summary>
    private const int ConnectTimeout = 5;
    private const int CommandTimeout = 30;

    public static ServiceProvider Build(IConfiguration configuration, Terminal terminal)
    {
        var services = Core(configuration, terminal);

        // The ring is the API's to turn: a command that only reads it must not be what adds to it.
        services.Configure<KeyManagementOptions>(keys => keys.AutoGenerateKeys = false);
        AddPostgres(services, configuration);
        AddRedis(services, configuration);
        return services.BuildServiceProvider();
    }

    /// <summary>The same on the migration's own connection, and so in its transaction.</summary>
    public static ServiceProvider BuildOn(NpgsqlConnection connection, IConfiguration configuration, Terminal terminal)
    {
        var services = Core(configuration, terminal);
        services.AddDbContext<AuthDbContext>(options => options.UseNpgsql(connection).UseSnakeCaseNamingConvention());
        return services.BuildServiceProvider();
    }

    /// <summary>Stops with a line where none is configured, or one that cannot be used.</summary>
    public static void RequireMasterKey(IConfiguration configuration, Terminal terminal)
    {
        using var services = Core(configuration, terminal).BuildServiceProvider();
        services.GetRequiredService<MasterKeys>();
    }

    private static ServiceCollection Core(IConfiguration configuration, Terminal terminal)
    {
        var services = new ServiceCollection();
        services.AddSingleton(configuration);
        services.TryAddSingleton<IHostEnvironment>(new OperatorEnvironment(configuration));
        services.AddLogging(logging => logging.AddProvider(new TerminalLoggerProvider(terminal)));
        services.AddSecureAuthCore();
        services.AddScoped<UserLookup>();

        // A command hashes one password, if any.
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
        services.AddSingleton(provider => new NpgsqlDataSourceBuilder(connection.ConnectionString)
            .UseLoggerFactory(provider.GetRequiredService<ILoggerFactory>())
            .Build());
        services.AddDbContext<AuthDbContext>((provider, options) =>
            options.UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>()).UseSnakeCaseNamingConvention());
    }

    /// <summary>Without Redis the truth is changed all the same, and the running APIs learn of it from Postgres.</summary>
    private static void AddRedis(ServiceCollection services, IConfiguration configuration)
    {
        if (string.IsNullOrWhiteSpace(configuration.GetConnectionString(ConnectionStrings.Redis)))
        {
            services.AddSingleton<IConnectionMultiplexer>(
                _ => throw new RedisException($"ConnectionStrings__{ConnectionStrings.Redis} is missing"));
            return;
        }

        // Read now: a string that cannot be used has to stop a command before it has changed anything.
        var redis = RedisTimeouts.Options(configuration);
        services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(redis));
    }
}
