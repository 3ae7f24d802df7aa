using System.Globalization;

namespace SecureAuth.Api.RateLimiting;

/// <summary>
/// The fields of draft-ietf-httpapi-ratelimit-headers-11. <c>t</c> is the time within which a client can use no more than
/// <c>r</c>: until one more permit is there. On a refusal it equals <c>Retry-After</c>, which must not be the earlier one.
/// </summary>
internal static class RateLimitHeaders
{
    public const string Policy = "RateLimit-Policy";

    public const string Limit = "RateLimit";

    public static string LimitOf(RateLimitRule rule, RateLimitDecision decision) => string.Create(
        CultureInfo.InvariantCulture, $"\"{rule.Name}\";r={decision.Remaining};t={decision.RetryAfterSeconds}");

    /// <summary>Only at the start of the response: an exception handler clears whatever is set before.</summary>
    public static void StateOn(HttpResponse response, RateLimitRule rule, RateLimitDecision decision) =>
        response.OnStarting(() =>
        {
            response.Headers[Policy] = rule.PolicyHeader;
            response.Headers[Limit] = LimitOf(rule, decision);
            return Task.CompletedTask;
        });
}
