using System.Diagnostics;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using SecureAuth.Api.Http.Bodies;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Api.Http.Cookies;
using SecureAuth.Api.Http.Documentation;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Api.RateLimiting;
using SecureAuth.Core.RateLimiting;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Tokens;

/// <param name="RefreshToken">The refresh token that was issued last. Required unless it is in a cookie.</param>
/// <param name="Transport">Where the tokens are: in the body, or in cookies for a page in a browser.</param>
internal sealed record RefreshRequest(
    [Field(Example = Examples.RefreshToken, MaxLength = FieldLimits.Token)] string? RefreshToken = null,
    [Field(Example = CookieTransport.Body, Values = [CookieTransport.Body, CookieTransport.Cookie, null])]
    string? Transport = null) : RequestBody, IChoosesTransport;

/// <param name="RefreshToken">A refresh token of the session to end.</param>
/// <param name="All">Whether to end all sessions of the user.</param>
/// <param name="Transport">Where the tokens are: in the body and the header, or in cookies, which are removed.</param>
internal sealed record LogoutRequest(
    [Field(Example = Examples.RefreshToken, MaxLength = FieldLimits.Token)] string? RefreshToken = null,
    bool? All = null,
    [Field(Example = CookieTransport.Body, Values = [CookieTransport.Body, CookieTransport.Cookie, null])]
    string? Transport = null) : RequestBody, IChoosesTransport;

internal static class TokensEndpoints
{
    public static void MapTokens(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/auth").WithTags("Tokens").AllowAnonymous();

        group.MapPost("/refresh", RefreshAsync)
            .WithName("refresh")
            .LimitedBy(RateLimitPolicy.Refresh)
            .RequireSigningKey()
            .OffersCookies<CookieSessionResponse>()
            .WithProblems(ErrorCode.InvalidRefreshToken, ErrorCode.RefreshTokenReused)
            .WithRequestExample("body", "The token is in the body", new RefreshRequest(Examples.RefreshToken))
            .WithRequestExample("cookie", "The token is in a cookie", new RefreshRequest(Transport: CookieTransport.Cookie))
            .WithResponseExample<TokenPair>("refreshed", "The next token pair", "device_token")
            .WithResponseExample<CookieSessionResponse>("cookies", "The next tokens are in cookies")
            .WithSummary("Exchange a refresh token for a new token pair")
            .WithDescription(
                "A refresh token can be used once. If it is sent again within a grace period of a few seconds, the response "
                + "contains the same new refresh token, so that a client can retry after a lost response. Any later reuse ends "
                + "the session. Tabs of a browser share the token in the cookie, so that one stays the same for those seconds.");
        group.MapPost("/logout", LogoutAsync)
            .WithName("logout")
            .WithOptionalBearer()
            .OffersCookies()
            .WithRequestExample("session", "End this session", new LogoutRequest(Examples.RefreshToken))
            .WithRequestExample("all", "End all sessions of the user", new LogoutRequest(Examples.RefreshToken, All: true))
            .WithRequestExample(
                "cookie", "End the session of the cookies", new LogoutRequest(Transport: CookieTransport.Cookie))
            .WithSummary("End a session or all sessions of the user")
            .WithDescription(
                "Accepts a refresh token in the body, a bearer token, or both, or the cookies. The response is 204 even if a "
                + "token is invalid. Access tokens of an ended session are rejected.");
    }

    private static async Task<Results<Ok<TokenPair>, ProblemResult>> RefreshAsync(
        RefreshRequest request, HttpContext context, RefreshService refreshes)
    {
        var isInCookie = CookieTransport.IsChosenBy(request);
        if (request.RefreshToken is null != isInCookie)
        {
            return Problem.Validation(
                new FieldErrors().Add("refresh_token", isInCookie ? FieldErrors.InvalidValue : FieldErrors.Required));
        }

        if ((request.RefreshToken ?? TokenCookies.RefreshTokenOf(context.Request)) is not { } token)
        {
            return Problem.Of(ErrorCode.InvalidRefreshToken);
        }

        return await refreshes.RefreshAsync(token, context.ToActor(), inCookie: isInCookie) switch
        {
            RefreshOutcome.Refreshed refreshed => TypedResults.Ok(refreshed.Tokens),
            RefreshOutcome.Reused => Problem.Of(ErrorCode.RefreshTokenReused),
            RefreshOutcome.Refused => Problem.Of(ErrorCode.InvalidRefreshToken),
            var unknown => throw new UnreachableException($"Unexpected outcome: {unknown}"),
        };
    }

    private static async Task<Results<NoContent, ProblemResult>> LogoutAsync(
        LogoutRequest? request,
        ClaimsPrincipal user,
        HttpContext context,
        LogoutService logouts,
        TokenCookies cookies)
    {
        var areInCookies = CookieTransport.IsChosenBy(request);
        var bearer = user.Identity?.IsAuthenticated == true ? user.Session() : null;
        var token = request?.RefreshToken is { Length: <= FieldLimits.Token } text ? text
            : areInCookies ? TokenCookies.RefreshTokenOf(context.Request)
            : null;
        await logouts.LogoutAsync(token, bearer, request?.All == true, context.ToActor());
        if (areInCookies || CookieAuthentication.IsUsedBy(context))
        {
            cookies.Clear(context.Response);
        }

        return TypedResults.NoContent();
    }
}
