using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Configuration;
using SecureAuth.Core.Data;
using SecureAuth.Core.Data.Rights;
using SecureAuth.Core.Keys;
using SecureAuth.Core.Passwords;
using SecureAuth.Core.Redis;
using SecureAuth.Core.SecondFactor;
using SecureAuth.Core.Sessions;
using SecureAuth.Core.Telemetry;
using IConnectionMultiplexer = StackExchange.Redis.IConnectionMultiplexer;
using LockoutOptions = SecureAuth.Core.Accounts.LockoutOptions;

namespace SecureAuth.Core;

public static class CoreServices
{
    /// <summary>
    /// Registers what the API and the command line share. The stores themselves (<see cref="AuthDbContext"/> and the
    /// connection to Redis) are the host's to register.
    /// </summary>
    public static IServiceCollection AddSecureAuthCore(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddSingleton<AuthMeter>();
        services.AddSingleton(provider => new Lazy<IConnectionMultiplexer>(provider.GetRequiredService<IConnectionMultiplexer>));
        services.AddSingleton<RedisLink>();
        services.AddSingleton<PostgresClock>();
        services.AddScoped<AuditLog>();
        services.AddSingleton<CommittedRows>();

        services.AddKeys();
        services.AddPasswords();

        services.AddValidatedOptions<LockoutOptions, LockoutOptions.Validator>(LockoutOptions.Section);
        services.AddScoped<AccountLockout>();
        services.AddScoped<AccountStatus>();
        services.AddScoped<AccountCreation>();

        services.AddValidatedOptions<SessionOptions, SessionOptions.Validator>(SessionOptions.Section);
        services.AddSingleton<RevocationList>();
        services.AddScoped<SessionService>();
        services.AddScoped<RefreshRotation>();
        services.AddScoped<PasswordReplacement>();
        services.AddScoped<PasswordReset>();

        services.AddScoped<TotpCredentials>();
        services.AddScoped<RecoveryCodes>();
        services.AddScoped<SecondFactorChallenges>();
        services.AddScoped<SecondFactorReset>();

        services.AddIdentityCore<User>().AddRoles<Role>().AddEntityFrameworkStores<AuthDbContext>();

        // Identity's own validators ask for a user name and look e-mails up before the unique index decides.
        services.RemoveAll<IUserValidator<User>>();
        services.RemoveAll<IPasswordValidator<User>>();
        return services;
    }

    /// <summary>Adds what only a long-running host does: connections at hand, hashing threads, loading keys, copying revocations, purging.</summary>
    public static IServiceCollection AddSecureAuthBackgroundWork(this IServiceCollection services) => services
        .AddHostedService<ConnectionWarmUp>()
        .AddHostedService<PasswordWarmUp>()
        .AddHostedService<KeyLoader>()
        .AddHostedService<RevocationCopier>()
        .AddHostedService<ExpiredRows>()
        .AddHostedService<RoleStrengthWarning>();
}
