using System.Diagnostics;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using SecureAuth.Api.Http.Bodies;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Api.Http.Documentation;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Api.RateLimiting;
using SecureAuth.Core.RateLimiting;
using SecureAuth.Core.Sessions;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Tokens;

/// <param name="RefreshToken">The refresh token that was issued last.</param>
internal sealed record RefreshRequest(
    [Field(Example = Examples.RefreshToken, MaxLength = FieldLimits.Token)] string? RefreshToken) : Confidential;

/// <param name="RefreshToken">A refresh token of the session to end.</param>
/// <param name="All">Whether to end all sessions of the user.</param>
internal sealed record LogoutRequest(
    [Field(Example = Examples.RefreshToken, MaxLength = FieldLimits.Token)] string? RefreshToken = null,
    bool? All = null) : Confidential;

internal static class TokensEndpoints
{
    public static void MapTokens(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/auth").WithTags("Tokens").AllowAnonymous();

        group.MapPost("/refresh", RefreshAsync)
            .WithName("refresh")
            .LimitedBy(RateLimitPolicy.Refresh)
            .RequireSigningKey()
            .WithProblems(ErrorCode.InvalidRefreshToken, ErrorCode.RefreshTokenReused)
            .WithResponseExample<TokenPair>("refreshed", "The next token pair", "device_token")
            .WithSummary("Exchange a refresh token for a new token pair")
            .WithDescription(
                "A refresh token can be used once. If it is sent again within a grace period of a few seconds, the response "
                + "contains the same new refresh token, so that a client can retry after a lost response. Any later reuse ends "
                + "the session.");
        group.MapPost("/logout", LogoutAsync)
            .WithName("logout")
            .WithOptionalBearer()
            .WithRequestExample("session", "End this session", new LogoutRequest(Examples.RefreshToken))
            .WithRequestExample("all", "End all sessions of the user", new LogoutRequest(Examples.RefreshToken, All: true))
            .WithSummary("End a session or all sessions of the user")
            .WithDescription(
                "Accepts a refresh token in the body, a bearer token, or both. The response is 204 even if a token is invalid. "
                + "Access tokens of an ended session are rejected.");
    }

    private static async Task<Results<Ok<TokenPair>, ProblemResult>> RefreshAsync(
        RefreshRequest request, HttpContext context, RefreshService refreshes)
    {
        var errors = new FieldErrors();
        if (request.RefreshToken is null)
        {
            return Problem.Validation(errors.Add("refresh_token", FieldErrors.Required));
        }

        return await refreshes.RefreshAsync(request.RefreshToken, context.ToActor()) switch
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
        LogoutService logouts)
    {
        var bearer = user.Identity?.IsAuthenticated == true ? user.Session() : null;
        var token = request?.RefreshToken is { Length: <= FieldLimits.Token } text ? text : null;
        await logouts.LogoutAsync(token, bearer, request?.All == true, context.ToActor());
        return TypedResults.NoContent();
    }
}
