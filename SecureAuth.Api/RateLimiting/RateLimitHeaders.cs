using System.Globalization;
using SecureAuth.Core.RateLimiting;

namespace SecureAuth.Api.RateLimiting;

/// <summary>
/// The header fields of draft-ietf-httpapi-ratelimit-headers-11. <c>t</c> is the time until one more permit than <c>r</c> is
/// available. On a refusal it equals <c>Retry-After</c>, which must not be earlier.
/// </summary>
internal static class RateLimitHeaders
{
    public const string Policy = "RateLimit-Policy";

    public const string Limit = "RateLimit";

    public static string LimitOf(RateLimitRule rule, RateLimitDecision decision) => string.Create(
        CultureInfo.InvariantCulture, $"\"{rule.Name}\";r={decision.Remaining};t={decision.RetryAfterSeconds}");

    /// <summary>
    /// Sets the headers when the response starts, because an exception handler clears headers that were set before.
    /// </summary>
    public static void SetOnStarting(HttpResponse response, RateLimitRule rule, RateLimitDecision decision) =>
        response.OnStarting(() =>
        {
            response.Headers[Policy] = rule.PolicyHeader;
            response.Headers[Limit] = LimitOf(rule, decision);
            return Task.CompletedTask;
        });
}
