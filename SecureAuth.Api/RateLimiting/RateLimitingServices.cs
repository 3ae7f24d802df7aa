using Microsoft.AspNetCore.RateLimiting;
using SecureAuth.Api.Http;
using SecureAuth.Core.Configuration;

namespace SecureAuth.Api.RateLimiting;

internal static class RateLimitingServices
{
    public static IServiceCollection AddSecureAuthRateLimits(this IServiceCollection services)
    {
        services.AddValidatedOptions<RateLimitOptions, RateLimitOptions.Validator>(RateLimitOptions.Section);
        services.AddClientAddress();
        services.AddSingleton<RateLimitWatch>();
        services.AddSingleton<AddressRateLimiter>();
        services.AddSingleton<RateLimitAuditQueue>();
        services.AddHostedService<RateLimitWarmUp>();
        services.AddHostedService<RateLimitAuditWriter>();

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
