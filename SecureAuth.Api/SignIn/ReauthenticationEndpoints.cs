using System.Diagnostics;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using SecureAuth.Api.Credentials;
using SecureAuth.Api.Http.Bodies;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Api.Http.Cookies;
using SecureAuth.Api.Http.Documentation;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Api.RateLimiting;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.RateLimiting;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.SignIn;

/// <param name="Password">The password, if the user has no second factor.</param>
/// <param name="Code">The six digits of the authenticator app or a recovery code, if the user has a second factor.</param>
/// <param name="Transport">Where the token is: in the body, or in a cookie if the request came with one.</param>
internal sealed record ReauthenticateRequest(
    [Field(Example = Examples.Password, MaxLength = FieldLimits.Password, Format = "password")] string? Password = null,
    [Field(Example = Examples.Code, MaxLength = FieldLimits.Code)] string? Code = null,
    [Field(Example = CookieTransport.Body, Values = [CookieTransport.Body, CookieTransport.Cookie, null])]
    string? Transport = null) : RequestBody, IChoosesTransport;

/// <param name="AccessToken">An access token of the same session with a new <c>auth_time</c> claim.</param>
/// <param name="TokenType">Always <c>Bearer</c>.</param>
/// <param name="ExpiresIn">The lifetime of the access token in seconds.</param>
internal sealed record FreshTokenResponse(
    [Field(Example = Examples.AccessToken)] string AccessToken,
    [Field(Example = "Bearer", Values = ["Bearer"])] string TokenType,
    [Field(Example = Examples.AccessTokenLifetime)] int ExpiresIn) : Confidential, ICarriesTokens
{
    public CookieValues ToCookies() => new(AccessToken);

    public IResult WithoutTokens() => TypedResults.Ok(new FreshCookieResponse(CookieTransport.TokenType, ExpiresIn));
}

/// <param name="TokenType">Always <c>Cookie</c>: the access token with a new <c>auth_time</c> claim is in the cookie.</param>
/// <param name="ExpiresIn">The lifetime of the access token in seconds.</param>
internal sealed record FreshCookieResponse(
    [Field(Example = CookieTransport.TokenType, Values = [CookieTransport.TokenType])] string TokenType,
    [Field(Example = Examples.AccessTokenLifetime)] int ExpiresIn) : Confidential;

internal static class ReauthenticationEndpoints
{
    public static void MapReauthentication(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/auth").WithTags("Sign-in").RequireAuthorization();

        group.MapPost("/reauthenticate", ReauthenticateAsync)
            .WithName("reauthenticate")
            .LimitedBy(RateLimitPolicy.SecondFactor)
            .RequireSigningKey()
            .OffersCookies<FreshCookieResponse>()
            .WithProblems(
                ErrorCode.InvalidCredentials, ErrorCode.InvalidCode, ErrorCode.SecondFactorRequired, ErrorCode.AccountLocked,
                ErrorCode.ServerBusy)
            .WithRequestExample("password", "A user without a second factor", new ReauthenticateRequest(Examples.Password))
            .WithRequestExample("code", "A user with a second factor", new ReauthenticateRequest(Code: Examples.Code))
            .WithResponseExample<FreshTokenResponse>("body", "The token is in the body")
            .WithResponseExample<FreshCookieResponse>("cookie", "The token is in a cookie")
            .WithSummary("Re-authenticate")
            .WithDescription(
                "Returns an access token with a new `auth_time`. For five minutes, it is accepted by operations that require a "
                + "recent authentication. Tokens from a later refresh have the original `auth_time` of the session. A user with "
                + "a second factor must send a code, and any other user must send the password. A sign-in with a passkey is a "
                + "recent authentication too, and the only one for a user without a password.");
    }

    private static async Task<Results<Ok<FreshTokenResponse>, ProblemResult>> ReauthenticateAsync(
        ReauthenticateRequest request,
        ClaimsPrincipal user,
        HttpContext context,
        ReauthenticationService service,
        ClientDisconnect disconnected)
    {
        var errors = new FieldErrors();
        if (CookieAuthentication.IsUsedBy(context) != CookieTransport.IsChosenBy(request))
        {
            // A script that cannot read the cookie must not get a token by this, nor a cookie without a refresh token beside it.
            return Problem.Validation(errors.Add("transport", FieldErrors.InvalidValue));
        }

        if (request.Password is not null && request.Code is not null)
        {
            return Problem.Validation(errors.Add("code", FieldErrors.InvalidValue));
        }

        var actor = context.ToActor();
        if (request.Code is not null)
        {
            var code = errors.Token("code", request.Code, FieldLimits.Code);
            return errors.Any
                ? Problem.Validation(errors)
                : ToResult(await service.WithCodeAsync(user.Session(), code, actor, disconnected.Token), ErrorCode.InvalidCode);
        }

        var password = errors.Secret("password", request.Password, FieldLimits.Password);
        return errors.Any
            ? Problem.Validation(errors)
            : ToResult(
                await service.WithPasswordAsync(user.Session(), password, actor, disconnected.Token),
                ErrorCode.InvalidCredentials);
    }

    private static Results<Ok<FreshTokenResponse>, ProblemResult> ToResult(ReauthenticationOutcome outcome, ErrorCode failed) =>
        outcome switch
        {
            ReauthenticationOutcome.Fresh fresh => TypedResults.Ok(
                new FreshTokenResponse(fresh.Token.Text, "Bearer", fresh.Token.ExpiresIn)),
            ReauthenticationOutcome.SecondFactorRequired => Problem.Of(ErrorCode.SecondFactorRequired),
            ReauthenticationOutcome.SessionEnded => Problem.Of(ErrorCode.InvalidToken),
            ReauthenticationOutcome.Refused refused => refused.Check.ToProblem(failed),
            _ => throw new UnreachableException($"Unexpected outcome: {outcome}"),
        };
}
