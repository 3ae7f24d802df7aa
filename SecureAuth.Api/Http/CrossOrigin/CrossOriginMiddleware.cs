using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using SecureAuth.Api.Http.Cookies;
using SecureAuth.Api.Http.Server;
using SecureAuth.Core.Configuration.Api;

namespace SecureAuth.Api.Http.CrossOrigin;

/// <summary>
/// Lets pages on the configured origins call the API and read its responses, errors included (the CORS protocol of the Fetch
/// standard). Without such origins it does nothing, and browsers allow no other page to do so.
/// </summary>
internal sealed class CrossOriginMiddleware(RequestDelegate next, IOptions<CorsOptions> options)
{
    private const string Methods = "GET, POST, PATCH, DELETE";

    private const string RequestHeaders =
        $"Authorization, Content-Type, {RequestIdContextFactory.Header}, {CrossSiteCheck.Header}";

    private const string ResponseHeaders =
        $"{RequestIdContextFactory.Header}, Retry-After, RateLimit, RateLimit-Policy, WWW-Authenticate";

    /// <summary>The longest time, in seconds, for which Chromium remembers a preflight.</summary>
    private const string MaxAge = "7200";

    private readonly HashSet<string> _origins = new(options.Value.Origins, StringComparer.Ordinal);

    public Task InvokeAsync(HttpContext context)
    {
        if (_origins.Count == 0 || !IsShared(context.Request.Path))
        {
            return next(context);
        }

        var origin = context.Request.Headers.Origin is [{ } only] && _origins.Contains(only) ? only : null;
        if (origin is not null && IsPreflight(context.Request))
        {
            // It is answered before the rate limits: it costs nothing, and the request that follows it is limited.
            var headers = context.Response.Headers;
            Allow(headers, origin);
            headers.AccessControlAllowMethods = Methods;
            headers.AccessControlAllowHeaders = RequestHeaders;
            headers.AccessControlMaxAge = MaxAge;
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }

        // When the response starts, because an exception handler clears headers that were set before.
        context.Response.OnStarting(() =>
        {
            Allow(context.Response.Headers, origin);
            return Task.CompletedTask;
        });
        return next(context);
    }

    private static void Allow(IHeaderDictionary headers, string? origin)
    {
        // Also without an origin, or a cache could give the keys to a page without the header that this page needs.
        headers.Append(HeaderNames.Vary, HeaderNames.Origin);
        if (origin is not null)
        {
            headers.AccessControlAllowOrigin = origin;
            headers.AccessControlAllowCredentials = "true";
            headers.AccessControlExposeHeaders = ResponseHeaders;
        }
    }

    private static bool IsPreflight(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method) && request.Headers.AccessControlRequestMethod.Count > 0;

    private static bool IsShared(PathString path) => path.StartsWithSegments("/api") || path.StartsWithSegments("/.well-known");
}
