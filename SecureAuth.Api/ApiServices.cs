using System.Diagnostics;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using SecureAuth.Api.Auditing;
using SecureAuth.Api.Credentials;
using SecureAuth.Api.Email;
using SecureAuth.Api.HealthChecks;
using SecureAuth.Api.Http;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Api.Http.Cookies;
using SecureAuth.Api.Http.Documentation;
using SecureAuth.Api.Http.Server;
using SecureAuth.Api.Mail;
using SecureAuth.Api.Members;
using SecureAuth.Api.OAuth;
using SecureAuth.Api.Passkeys;
using SecureAuth.Api.Passwords;
using SecureAuth.Api.RateLimiting;
using SecureAuth.Api.Refusals;
using SecureAuth.Api.Registration;
using SecureAuth.Api.SecondFactor;
using SecureAuth.Api.Shutdown;
using SecureAuth.Api.SignIn;
using SecureAuth.Api.Startup;
using SecureAuth.Api.StepUp;
using SecureAuth.Api.Tokens;
using SecureAuth.Api.Users;
using SecureAuth.Core;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Configuration.Api;
using SecureAuth.Core.RateLimiting;
using SecureAuth.Core.Startup;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api;

/// <summary>Registers the services that only the API uses. Core registers those that it shares with the command line.</summary>
internal static class ApiServices
{
    public static void AddSecureAuthApi(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(ServerLimits.Configure);
        builder.Services
            .AddApiSettings(_ => true)
            .AddHttpConventions()
            .AddRateLimits()
            .AddCredentialChecks()
            .AddTokens()
            .AddStepUp()
            .AddServiceEndpoints()
            .AddFeatures()
            .AddMailDelivery()
            .AddPasskeys()
            .AddDocumentation()
            .AddShutdown()
            .AddHealth();

        // Data Protection, which authentication adds too, would read its keys before the server listens. KeyLoader reads them
        // while the warm-ups run.
        builder.Services.Remove(
            builder.Services.Single(service => service.ImplementationType?.Name == "DataProtectionHostedService"));
    }

    private static IServiceCollection AddHttpConventions(this IServiceCollection services)
    {
        services.AddSingleton<IHttpContextFactory, RequestIdContextFactory>();
        services.AddSingleton<DistributedContextPropagator, UntrustedTracePropagator>();
        services.AddSingleton<ConfiguredMembers>();
        services.AddOptions<JsonOptions>().Configure<ConfiguredMembers>((options, members) =>
        {
            JsonSettings.Configure(options.SerializerOptions);
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default.WithAddedModifier(members.Apply));
        });

        // A request that cannot be bound throws in every environment, and ExceptionMiddleware answers it.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        return services;
    }

    internal static IServiceCollection AddClientAddress(this IServiceCollection services) => services
        .AddSingleton<TrustedProxies>()

        // Container images and hosting platforms set ASPNETCORE_FORWARDEDHEADERS_ENABLED. The host then adds a middleware in
        // front of this pipeline that replaces the peer's address with whatever the client sent. Without headers to read, it does
        // nothing.
        .PostConfigure<ForwardedHeadersOptions>(options => options.ForwardedHeaders = ForwardedHeaders.None);

    internal static IServiceCollection AddRateLimits(this IServiceCollection services)
    {
        services.AddClientAddress();
        services.AddRateLimitOptions();
        services.AddSingleton<RateLimitRecorder>();
        services.AddSingleton<AddressRateLimiter>();
        services.AddSingleton<IWarmUp, RateLimitWarmUp>();
        services.AddSingleton<AuthorizationRefusalRecorder>();
        services.AddSingleton(provider => new AuditQueue(
            provider.GetRequiredService<IOptions<RateLimitOptions>>().Value.AuditQueue,
            provider.GetRequiredService<AuthMeter>()));
        services.AddHostedService<AuditQueueWriter>();

        services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.OnRejected = RateLimitRefusal.WriteAsync;
        });
        services.AddOptions<RateLimiterOptions>()
            .Configure<AddressRateLimiter>((options, limiter) => options.GlobalLimiter = limiter);
        return services;
    }

    private static IServiceCollection AddCredentialChecks(this IServiceCollection services) => services
        .AddSingleton<SettlementRetryService>()
        .AddHostedService(provider => provider.GetRequiredService<SettlementRetryService>())
        .AddSingleton<LockedRefusals>()
        .AddScoped<ReservedAttempts>()
        .AddScoped<PasswordCheck>()
        .AddScoped<CodeCheck>()
        .AddScoped<EnrolledCodes>();

    private static IServiceCollection AddTokens(this IServiceCollection services)
    {
        services.AddSingleton<AccessTokenIssuer>();
        services.AddSingleton<TokenPairIssuer>();
        services.AddScoped<RefreshService>();
        services.AddScoped<LogoutService>();

        services.AddSingleton<TokenCookies>();
        services.AddSingleton<CrossSiteCheck>();
        services.AddSingleton<AccessTokenHandler>();
        services.AddSingleton<AccessTokenCheck>();
        services.AddSingleton<IConfigureOptions<JwtBearerOptions>, AccessTokenValidation>();
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        services.AddHealthChecks().AddCheck<SigningKeyHealthCheck>("signing keys");
        return services;
    }

    private static IServiceCollection AddStepUp(this IServiceCollection services)
    {
        services.AddScoped<IAuthorizationHandler, FreshHandler>();
        services.AddScoped<IAuthorizationHandler, SecondFactorHandler>();
        services.AddScoped<StandingCheck>();
        services.AddScoped<PartialStepUp>();
        services.AddSingleton<StepUpRefusals>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, StepUpResultHandler>();
        services.AddAuthentication()
            .AddScheme<AuthenticationSchemeOptions, SetUpTokenHandler>(SetUpTokenHandler.SchemeName, configureOptions: null);
        services.AddAuthorization(StepUpPolicies.AddTo);
        return services;
    }

    private static IServiceCollection AddServiceEndpoints(this IServiceCollection services) => services
        .AddSingleton<ServiceAuthentication>()
        .AddScoped<IntrospectionService>()
        .AddScoped<TokenRevocation>()
        .AddSingleton<RevocationPolls>();

    private static IServiceCollection AddFeatures(this IServiceCollection services)
    {
        services.AddSingleton<IPostConfigureOptions<UnverifiedAccountOptions>, UnverifiedAccountDefaults>();
        return services
            .AddSingleton<EmailDomains>()
            .AddScoped<RegistrationService>()
            .AddScoped<InvitationService>()
            .AddScoped<SignInService>()
            .AddSingleton<IWarmUp, SignInWarmUp>()
            .AddScoped<SecondFactorSignIn>()
            .AddScoped<ReauthenticationService>()
            .AddScoped<SecondFactorService>()
            .AddScoped<SecondFactorSetUp>()
            .AddScoped<PasswordChangeService>()
            .AddScoped<PasswordRemovalService>()
            .AddScoped<ProfileService>()
            .AddScoped<ActivityService>()
            .AddScoped<ExportService>()
            .AddScoped<FirstVerification>()
            .AddScoped<PasswordRecoveryService>()
            .AddScoped<MailRequests>()
            .AddScoped<ProofRequests>()
            .AddScoped<ProofRedemption>()
            .AddScoped<EmailVerificationService>()
            .AddScoped<EmailChangeRequestService>()
            .AddScoped<EmailChangeService>()
            .AddScoped<EmailRestoreService>();
    }

    private static IServiceCollection AddMailDelivery(this IServiceCollection services)
    {
        services.AddSingleton<MailTemplates>();
        services.AddSingleton<MailComposer>();
        services.AddSingleton(MailTransports.Create);
        services.AddScoped<OutboxQueue>();
        services.AddScoped<MailAccounts>();
        services.AddScoped<MailQuota>();
        services.AddScoped<LinkAdmission>();
        services.AddScoped<MailAdmission>();
        services.AddHostedService<MailSender>();
        services.AddHealthChecks().AddCheck<OutboxCheck>("mail", HealthStatus.Degraded);
        return services;
    }

    private static IServiceCollection AddPasskeys(this IServiceCollection services) => services
        .AddSingleton<RelyingParty>()
        .AddScoped<Ceremonies>()
        .AddScoped<PasskeyCheck>()
        .AddScoped<PasskeySignIn>()
        .AddScoped<PasskeySecondFactor>()
        .AddScoped<PasskeysService>()
        .AddScoped<PasskeySetUp>();

    private static IServiceCollection AddDocumentation(this IServiceCollection services)
    {
        services.AddSingleton<DocumentEndpoint>();
        return services.AddOpenApi(DocumentEndpoint.DocumentName, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.CreateSchemaReferenceId = type =>
                SchemaTransformer.IsJson(type.Type) ? null : OpenApiOptions.CreateDefaultSchemaReferenceId(type);
            options.AddDocumentTransformer(DocumentTransformer.TransformAsync);
            options.AddDocumentTransformer(ExclusiveResponses.TransformAsync);
            options.AddDocumentTransformer(BodyExamples.TransformAsync);
            options.AddOperationTransformer(AlternativeResponses.TransformAsync);
            options.AddOperationTransformer(FormRequests.TransformAsync);
            options.AddOperationTransformer(OperationResponses.TransformAsync);
            options.AddOperationTransformer(ParameterExamples.TransformAsync);
            options.AddSchemaTransformer(SchemaTransformer.TransformAsync);
            options.AddSchemaTransformer(MemberSchemas.TransformAsync);
        });
    }

    private static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddSingleton<HealthAudience>();
        services.AddHealthChecks().AddCheck<WarmUpCheck>("warm-up").AddCheck<HashQueueCheck>("hash queue");
        return services;
    }

    private static IServiceCollection AddShutdown(this IServiceCollection services)
    {
        services.AddSingleton<IConfigureOptions<HostOptions>, ShutdownTimeout>();
        services.AddSingleton<ShutdownDrain>();
        services.AddHostedService(provider => provider.GetRequiredService<ShutdownDrain>());
        services.AddHealthChecks().AddCheck<ShutdownDrain>("shutdown");
        return services;
    }
}
