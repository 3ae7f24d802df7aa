using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using SecureAuth.Core.Configuration.Api;

namespace SecureAuth.Api.Http.Cookies;

/// <summary>
/// Decides whether a request that uses cookies comes from a page that may do so (docs/decisions/0049-cookies.md). A browser adds
/// cookies to whatever a page sends to this server, even if the page is somebody else's.
/// </summary>
internal sealed class CrossSiteCheck(IOptions<CorsOptions> cors, IOptions<TokenOptions> tokens)
{
    /// <summary>
    /// Its value does not matter. A form cannot send it, and a script on another origin can only after a preflight, which this
    /// server answers for the allowed origins alone.
    /// </summary>
    public const string Header = "X-SecureAuth-CSRF";

    /// <summary>What the browser says about the page. No script can write a header whose name begins with <c>Sec-</c>.</summary>
    private const string FetchSite = "Sec-Fetch-Site";

    /// <summary>The origin of a page without one, such as a sandboxed frame, which anybody can make.</summary>
    private const string OpaqueOrigin = "null";

    private readonly HashSet<string> _origins = new(
        [.. cors.Value.Origins, new Uri(tokens.Value.Issuer).GetLeftPart(UriPartial.Authority)], StringComparer.Ordinal);

    public bool Passes(HttpRequest request)
    {
        var site = request.Headers[FetchSite];
        var origin = request.Headers.Origin;
        if (StringValues.IsNullOrEmpty(request.Headers[Header]) || site.Count > 1 || origin.Count > 1)
        {
            return false;
        }

        // Browsers from before 2023 may send only Origin. Newer ones silently drop the cookies for a page of another site, even
        // if its origin is allowed.
        return site.ToString() switch
        {
            "same-origin" => origin != OpaqueOrigin,
            "same-site" or "" => origin.Count == 1 && _origins.Contains(origin.ToString()),
            _ => false,
        };
    }
}
