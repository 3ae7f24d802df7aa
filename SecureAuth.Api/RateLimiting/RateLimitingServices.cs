using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using SecureAuth.Api.Auditing;
using SecureAuth.Api.Http;
using SecureAuth.Core.Configuration;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.RateLimiting;

internal static class RateLimitingServices
{
    public static IServiceCollection AddSecureAuthRateLimits(this IServiceCollection services)
    {
        services.AddValidatedOptions<RateLimitOptions, RateLimitOptions.Validator>(RateLimitOptions.Section);
        services.AddClientAddress();
        services.AddSingleton<RateLimitWatch>();
        services.AddSingleton<AddressRateLimiter>();
        services.AddHostedService<RateLimitWarmUp>();
        services.AddSingleton(provider => new AuditQueue(
            provider.GetRequiredService<IOptions<RateLimitOptions>>().Value.AuditQueue, provider.GetRequiredService<AuthMeter>()));
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

    /// <summary>
    /// After routing, whose endpoint names the policy, and after the request id; before authentication and before the body
    /// is read, so that a refused call costs one round trip to Redis and nothing else.
    /// </summary>
    public static IApplicationBuilder UseSecureAuthRateLimits(this IApplicationBuilder app) => app.UseRateLimiter();
}
