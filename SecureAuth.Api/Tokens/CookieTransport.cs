using SecureAuth.Api.Http.Clients;
using SecureAuth.Api.Http.Cookies;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Api.Refusals;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Tokens;

/// <summary>
/// Sends the tokens of a response in cookies if the request asks for it, and none of them in the body. Only pages that may use
/// the cookies can ask: otherwise a page of somebody else could sign its visitors in as a user of its own.
/// </summary>
internal static class CookieTransport
{
    public const string Body = "body";

    public const string Cookie = "cookie";

    /// <summary>The <c>token_type</c> of a response whose tokens are in cookies.</summary>
    public const string TokenType = "Cookie";

    /// <summary>Offers cookies for a response with tokens. The body is then of another type.</summary>
    public static RouteHandlerBuilder OffersCookies<TBody>(
        this RouteHandlerBuilder endpoint, int status = StatusCodes.Status200OK) =>
        endpoint.OffersCookies().Produces<TBody>(status);

    /// <summary>Accepts cookies where the response has no body.</summary>
    public static RouteHandlerBuilder OffersCookies(this RouteHandlerBuilder endpoint) => endpoint
        .WithProblems(ErrorCode.CrossSiteRequest)
        .AddEndpointFilter(DeliverAsync);

    public static bool IsChosenBy(IChoosesTransport? request) => request?.Transport == Cookie;

    /// <summary>The device token in the cookie. A request for tokens in the body has no cookies.</summary>
    public static string? DeviceOf(IChoosesTransport request, HttpContext context) =>
        IsChosenBy(request) ? TokenCookies.DeviceTokenOf(context.Request) : null;

    private static async ValueTask<object?> DeliverAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var request = invocation.Arguments.OfType<IChoosesTransport>().SingleOrDefault();
        if (request?.Transport is null or Body)
        {
            return await next(invocation);
        }

        if (!IsChosenBy(request))
        {
            return Problem.Validation(new FieldErrors().Add("transport", FieldErrors.InvalidValue));
        }

        var context = invocation.HttpContext;
        if (!context.RequestServices.GetRequiredService<CrossSiteCheck>().Passes(context.Request))
        {
            context.RequestServices.GetRequiredService<AuthorizationRefusalRecorder>().Record(
                context, AuthorizationRefusal.CrossSite);
            return Problem.Of(ErrorCode.CrossSiteRequest);
        }

        var result = await next(invocation);
        var response = result is INestedHttpResult nested ? nested.Result : result;
        var cookies = context.RequestServices.GetRequiredService<TokenCookies>();
        if (response is IValueHttpResult { Value: ICarriesTokens tokens })
        {
            await EndReplacedSessionAsync(context, request, tokens.ToCookies());
            cookies.Send(context.Response, tokens.ToCookies());
            return tokens.WithoutTokens();
        }

        if (response is ProblemResult problem && EndsSession(problem.Code))
        {
            cookies.Clear(context.Response);
        }

        return result;
    }

    /// <summary>A browser holds one session. The replaced one would stay open with nobody able to end it.</summary>
    private static async Task EndReplacedSessionAsync(HttpContext context, IChoosesTransport request, CookieValues issued)
    {
        var isSignIn = issued.Refresh is not null && request is not RefreshRequest;
        if (isSignIn && TokenCookies.RefreshTokenOf(context.Request) is { } replaced)
        {
            await context.RequestServices.GetRequiredService<LogoutService>().LogoutAsync(
                replaced, bearer: null, all: false, context.ToActor());
        }
    }

    private static bool EndsSession(ErrorCode code) =>
        code == ErrorCode.InvalidRefreshToken || code == ErrorCode.RefreshTokenReused;
}
