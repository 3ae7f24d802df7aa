using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using SecureAuth.Api.Http.Bodies;
using SecureAuth.Core.Configuration.Api;
using SecureAuth.Core.Sessions;
using SessionOptions = SecureAuth.Core.Sessions.SessionOptions;

namespace SecureAuth.Api.Http.Cookies;

/// <summary>
/// The cookies that hold the tokens of a browser. No script can read them, and no other site sends them in a form. The tokens
/// that only sign-in, refresh and sign-out need are sent to the paths of those alone.
/// </summary>
internal sealed class TokenCookies(IOptions<TokenOptions> tokens, IOptions<SessionOptions> sessions)
{
    /// <summary>With this prefix, browsers accept the cookie from this host alone, and not from a sibling subdomain.</summary>
    public const string Access = "__Host-secureauth-access";

    /// <summary>A cookie with a path of its own cannot have that prefix. <see cref="RefreshTokenOf"/> makes up for it.</summary>
    public const string Refresh = "__Secure-secureauth-refresh";

    public const string Device = "__Secure-secureauth-device";

    /// <summary>What browsers keep of a name and its value together. They drop a larger cookie silently.</summary>
    private const int MaxSize = 4096;

    /// <summary>Browsers shorten a longer lifetime to this one.</summary>
    private static readonly TimeSpan DeviceLifetime = TimeSpan.FromDays(400);

    /// <summary>The path as the browser sees it, which a proxy may have shortened.</summary>
    private readonly string _signInPath = new Uri(tokens.Value.Issuer).AbsolutePath.TrimEnd('/') + "/api/v1/auth";

    /// <summary>
    /// Finds the refresh token, if it is of the session of the access token, which may have expired. A subdomain that belongs to
    /// somebody else can plant a refresh token of a session of its own, but no matching access token.
    /// </summary>
    public static string? RefreshTokenOf(HttpRequest request) =>
        CookieHeader.Find(request, Refresh) is { } refresh
        && CookieHeader.Find(request, Access) is { } access
        && RefreshToken.Parse(refresh) is { } parsed
        && SessionOf(access) == parsed.SessionId
            ? refresh
            : null;

    /// <summary>A planted one is of no use: it is bound to the e-mail address that signs in.</summary>
    public static string? DeviceTokenOf(HttpRequest request) =>
        CookieHeader.Find(request, Device) is { Length: <= FieldLimits.Token } token ? token : null;

    public void Send(HttpResponse response, CookieValues issued)
    {
        if (Access.Length + issued.Access.Length > MaxSize)
        {
            throw new InvalidOperationException(
                $"An access token of {issued.Access.Length} characters does not fit into a cookie");
        }

        // The access cookie outlives its token, because RefreshTokenOf needs its session id.
        var lifetime = issued.Lifetime is { } seconds ? TimeSpan.FromSeconds(seconds) : sessions.Value.IdleLifetime;
        response.Cookies.Append(Access, issued.Access, Options("/", lifetime));
        if (issued.Refresh is not null)
        {
            response.Cookies.Append(Refresh, issued.Refresh, Options(_signInPath, lifetime));
        }

        if (issued.Device is not null)
        {
            response.Cookies.Append(Device, issued.Device, Options(_signInPath, DeviceLifetime));
        }
    }

    /// <summary>Removes the tokens of the session. The device stays known.</summary>
    public void Clear(HttpResponse response)
    {
        response.Cookies.Delete(Access, Options("/"));
        response.Cookies.Delete(Refresh, Options(_signInPath));
    }

    /// <summary>
    /// The response to a request that has ended its own session. It removes the cookies that the request came with.
    /// </summary>
    public NoContent ClearedIfUsed(HttpContext context)
    {
        if (CookieAuthentication.IsUsedBy(context))
        {
            Clear(context.Response);
        }

        return TypedResults.NoContent();
    }

    /// <summary>Reads a token without verifying it: browsers take it from this server alone.</summary>
    private static Guid? SessionOf(string accessToken)
    {
        try
        {
            var token = new JsonWebToken(accessToken);
            return token.TryGetPayloadValue<string>(JwtRegisteredClaimNames.Sid, out var id) && Guid.TryParse(id, out var session)
                ? session
                : null;
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            // It is not a token. The format is that of text in five parts, which is read as an encrypted one.
            return null;
        }
    }

    private static CookieOptions Options(string path, TimeSpan? lifetime = null) => new()
    {
        HttpOnly = true,
        Secure = true,
        SameSite = SameSiteMode.Lax,
        Path = path,
        MaxAge = lifetime,
    };
}
