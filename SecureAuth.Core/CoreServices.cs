using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Audit.Sealing;
using SecureAuth.Core.Configuration;
using SecureAuth.Core.Data;
using SecureAuth.Core.Data.Privileges;
using SecureAuth.Core.Devices;
using SecureAuth.Core.Features;
using SecureAuth.Core.Keys;
using SecureAuth.Core.Mail;
using SecureAuth.Core.Monitoring;
using SecureAuth.Core.Passkeys;
using SecureAuth.Core.Passwords.Breaches;
using SecureAuth.Core.Passwords.Hashing;
using SecureAuth.Core.Passwords.Policy;
using SecureAuth.Core.Passwords.Queue;
using SecureAuth.Core.RateLimiting;
using SecureAuth.Core.Redis;
using SecureAuth.Core.Requirements;
using SecureAuth.Core.Retention;
using SecureAuth.Core.SecondFactor;
using SecureAuth.Core.Sessions;
using SecureAuth.Core.Sessions.Feed;
using SecureAuth.Core.Startup;
using SecureAuth.Core.Telemetry;
using SecureAuth.Core.UserFields;
using IConnectionMultiplexer = StackExchange.Redis.IConnectionMultiplexer;
using LockoutOptions = SecureAuth.Core.Accounts.LockoutOptions;
using PasswordOptions = SecureAuth.Core.Passwords.PasswordOptions;

namespace SecureAuth.Core;

public static class CoreServices
{
    /// <summary>
    /// Registers the services that the API and the command line share. The host registers the stores, which are
    /// <see cref="AuthDbContext"/> and the connection to Redis.
    /// </summary>
    public static IServiceCollection AddSecureAuthCore(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddSingleton<AuthMeter>();
        services.AddSingleton(LinkToRedis);
        services.AddSingleton<PostgresResilience>();
        services.AddSingleton<SingleStatements>();
        services.AddSingleton<PostgresClock>();
        services.AddScoped<AuditLog>();
        services.AddValidatedOptions<AuditOptions, AuditOptions.Validator>(AuditOptions.Section);
        services.AddSingleton<CommitVerification>();
        services.AddSingleton(provider => new UnknownSettings(
            provider.GetRequiredService<IConfiguration>(), provider.GetServices<BoundSection>()));
        services.AddSingleton<AuditSealer>();
        services.AddSingleton<AuditSealingState>();
        services.AddScoped<AuditVerification>();
        services.AddSingleton<RetentionTimes>();
        services.AddScoped<OverdueRows>();
        return services.AddKeys().AddPasswords().AddAccounts().AddSessions().AddSecondFactor().AddMail();
    }

    /// <summary>
    /// Adds the background services of a long-running host: the warm-ups, and the loops that load keys, copy revocations and
    /// purge expired rows.
    /// </summary>
    public static IServiceCollection AddSecureAuthBackgroundWork(this IServiceCollection services) => services
        .AddSingleton<IWarmUp, ConnectionWarmUp>()
        .AddSingleton<IWarmUp, HashWarmUp>()
        .AddSingleton<IWarmUp, BreachWarmUp>()
        .AddSingleton<WarmUpService>()
        .AddHostedService(provider => provider.GetRequiredService<WarmUpService>())
        .AddHostedService<KeyLoader>()
        .AddHostedService<SigningKeyRotator>()
        .AddHostedService<RevocationCopier>()
        .AddHostedService<RevocationListener>()
        .AddSingleton<AuditPurge>()
        .AddHostedService<AuditPartitionService>()
        .AddHostedService<AuditSealService>()
        .AddHostedService<PurgeService>()
        .AddHostedService<OutboxMonitor>()
        .AddHostedService<StateGauges>()
        .AddHostedService<ReplicaRegistration>()
        .AddHostedService<ExcessPrivilegesWarning>()
        .AddHostedService<UnknownRolesWarning>();

    /// <summary>
    /// Adds <see cref="PostgresResilienceInterceptor"/> for a host that serves many callers at once. The host adds it to its
    /// <see cref="AuthDbContext"/>.
    /// </summary>
    public static IServiceCollection AddPostgresResilience(this IServiceCollection services) => services
        .AddSingleton<PostgresResilienceInterceptor>();

    /// <summary>Adds the limits of requests, which the API applies and the command line shows.</summary>
    public static IServiceCollection AddRateLimitOptions(this IServiceCollection services) => services
        .AddValidatedOptions<RateLimitOptions, RateLimitOptions.Validator>(RateLimitOptions.Section);

    /// <summary>Adds the password hasher, its queue and the password policy.</summary>
    internal static IServiceCollection AddPasswords(this IServiceCollection services) => services
        .AddValidatedOptions<PasswordOptions, PasswordOptions.Validator>(PasswordOptions.Section)
        .AddSingleton<BcryptSha256>()
        .AddSingleton<PasswordHashes>()
        .AddScoped<PepperUsage>()
        .AddSingleton<HashQueue>()
        .AddValidatedOptions<BreachOptions, BreachOptions.Validator>(BreachOptions.Section)
        .AddSingleton(provider => new BreachCheck(CorpusOf(provider), provider.GetRequiredService<AuthMeter>()))
        .AddSingleton<PasswordPolicy>()
        .AddSingleton<IPasswordHasher<User>, QueuelessPasswordHasher>();

    private static RedisLink LinkToRedis(IServiceProvider provider) => new(
        ConnectionStrings.IsLeftEmpty(provider.GetRequiredService<IConfiguration>(), ConnectionStrings.Redis)
            ? null
            : new Lazy<IConnectionMultiplexer>(provider.GetRequiredService<IConnectionMultiplexer>),
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<ILogger<RedisLink>>());

    private static IBreachCorpus? CorpusOf(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<BreachOptions>>();
        if (options.Value.RangeUrl is not null)
        {
            return new BreachRange(options);
        }

        return options.Value.File is not null ? new BreachFile(options) : null;
    }

    private static IServiceCollection AddKeys(this IServiceCollection services)
    {
        services.AddValidatedOptions<MasterKeyOptions, MasterKeyOptions.Validator>(MasterKeyOptions.Section);
        services.AddSingleton<MasterKeys>();
        services.AddSingleton<MasterKeyEncryptor>();
        services.AddSingleton<KeyRingRepository>();
        services.AddSingleton<KeyRing>();
        services.AddSingleton<ServerSecrets>();
        services.AddSingleton<SigningKeyRing>();
        services.AddSingleton<SigningKeyReader>();
        services.AddValidatedOptions<SigningKeyOptions, SigningKeyOptions.Validator>(SigningKeyOptions.Section);
        services.AddScoped<SigningKeyRotation>();
        services.AddScoped<SigningKeyInspection>();
        services.AddScoped<MasterKeyUsage>();
        services.AddScoped<KeyRingAge>();
        services.AddScoped<InitialKeys>();
        services.AddScoped<KeyRewrap>();

        services.AddDataProtection().SetApplicationName("SecureAuth").UseCryptographicAlgorithms(RingAlgorithm.ForNewKeys);
        services.AddOptions<KeyManagementOptions>().Configure<KeyRingRepository, MasterKeyEncryptor>(
            (keys, repository, encryptor) =>
            {
                keys.XmlRepository = repository;
                keys.XmlEncryptor = encryptor;
            });

        // Data Protection also throws the errors that it logs, and the catcher logs them once. Below Warning it logs elements of
        // the key ring.
        services.AddLogging(logging => logging.AddFilter(
            "Microsoft.AspNetCore.DataProtection", level => level == LogLevel.Warning));
        return services;
    }

    private static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddValidatedOptions<LockoutOptions, LockoutOptions.Validator>(LockoutOptions.Section);
        services.AddValidatedOptions<UnverifiedAccountOptions, UnverifiedAccountOptions.Validator>(
            UnverifiedAccountOptions.Section);
        services.AddValidatedOptions<RegistrationOptions, RegistrationOptions.Validator>(RegistrationOptions.Section);
        services.AddValidatedOptions<FeatureOptions, FeatureOptions.Validator>(FeatureOptions.Section);
        services.AddValidatedOptions<SeedOptions, SeedOptions.Validator>(SeedOptions.Section);
        services.AddValidatedOptions<UserFieldOptions, UserFieldOptions.Validator>(UserFieldOptions.Section);
        services.AddSingleton<IConfigureOptions<UserFieldOptions>, UserFieldOptions.Binder>();
        services.AddSingleton<ConfiguredFields>();
        services.AddScoped<StoredUserFields>();
        services.AddValidatedOptions<UsernameOptions, UsernameOptions.Validator>(UsernameOptions.Section);
        services.AddScoped<Usernames>();
        services.AddScoped<AccountLockout>();
        services.AddScoped<AccountStatus>();
        services.AddScoped<AccountRoles>();
        services.AddScoped<Invitations>();
        services.AddScoped<AccountCreation>();
        services.AddScoped<AccountDeletion>();
        services.AddScoped<AccountImport>();
        services.AddScoped<PasswordReplacement>();
        services.AddScoped<PasswordReset>();
        services.AddScoped<EmailReplacement>();

        // This must come after AddPasswords, because Identity keeps a hasher that is already registered.
        services.AddIdentityCore<User>().AddRoles<Role>().AddEntityFrameworkStores<AuthDbContext>();

        // Identity's own validators require a user name and look up the e-mail, which the unique index already guarantees.
        services.RemoveAll<IUserValidator<User>>();
        services.RemoveAll<IPasswordValidator<User>>();
        return services;
    }

    private static IServiceCollection AddSessions(this IServiceCollection services) => services
        .AddValidatedOptions<SessionOptions, SessionOptions.Validator>(SessionOptions.Section)
        .AddSingleton<RevocationSignal>()
        .AddSingleton<RevocationCopy>()
        .AddSingleton<RevocationList>()
        .AddScoped<UserDevices>()
        .AddScoped<SessionService>()
        .AddScoped<RefreshRotation>()
        .AddScoped<RefreshTokenInspection>()
        .AddSingleton<FeedReader>()
        .AddSingleton(provider => new RevocationFeed(
            provider.GetRequiredService<FeedReader>(),
            provider.GetRequiredService<RevocationSignal>(),
            provider.GetRequiredService<TimeProvider>()));

    private static IServiceCollection AddSecondFactor(this IServiceCollection services) => services
        .AddValidatedOptions<SecondFactorOptions, SecondFactorOptions.Validator>(SecondFactorOptions.Section)
        .AddValidatedOptions<TotpOptions, TotpOptions.Validator>(TotpOptions.Section)
        .AddScoped<SecondFactorRule>()
        .AddScoped<UnknownRoles>()
        .AddScoped<TotpCredentials>()
        .AddScoped<RecoveryCodes>()
        .AddScoped<SecondFactorChallenges>()
        .AddScoped<UserPasskeys>()
        .AddScoped<PasskeyChallenges>()
        .AddScoped<SecondFactorReset>();

    private static IServiceCollection AddMail(this IServiceCollection services) => services
        .AddSingleton<IPostConfigureOptions<EmailOptions>, EmailOptions.Defaults>()
        .AddValidatedOptions<EmailOptions, EmailOptions.Validator>(EmailOptions.Section)
        .AddSingleton<OutboxSignal>()
        .AddSingleton<OutboxState>()
        .AddScoped<Outbox>()
        .AddScoped<OneTimeTokens>()
        .AddScoped<MailedCodes>()
        .AddScoped<RestoreTokens>();
}
