using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using SecureAuth.Api.Credentials;
using SecureAuth.Api.Documentation;
using SecureAuth.Api.Http.Bodies;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Api.RateLimiting;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.SecondFactor;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.SignIn;

/// <param name="Email">The account's e-mail, in any case.</param>
/// <param name="Password">Exactly as it was chosen: nothing is trimmed or normalised.</param>
/// <param name="DeviceToken">Accepted, and not used yet.</param>
/// <param name="DeviceName">A name under which the user finds this device among the sessions.</param>
internal sealed record LoginRequest(
    [Field(Example = Examples.Email, MaxLength = EmailAddress.MaxLength, Format = "email")] string? Email,
    [Field(Example = Examples.Password, MaxLength = FieldLimits.Password, Format = "password")] string? Password,
    [Field(MaxLength = FieldLimits.Token)] string? DeviceToken = null,
    [Field(Example = "Laptop at home", MaxLength = FieldLimits.DeviceName)] string? DeviceName = null)
    : Confidential;

/// <param name="TwoFaRequired">Always true: the password was right, and a code is needed too.</param>
/// <param name="TempToken">For <c>/auth/login/2fa</c>, and for nothing else.</param>
/// <param name="ExpiresIn">Seconds until it ends.</param>
/// <param name="Methods">What the code may be.</param>
internal sealed record SecondFactorChallengeResponse(
    [Field(Example = true, Values = [true])] bool TwoFaRequired,
    [Field(Example = Examples.TempToken, MaxLength = FieldLimits.Token)] string TempToken,
    [Field(Example = 300)] int ExpiresIn,
    [Field(Example = new[] { "totp", "recovery_code" })] IReadOnlyList<string> Methods) : Confidential
{
    public static SecondFactorChallengeResponse Of(string tempToken) => new(
        true, tempToken, (int)SecondFactorChallenges.Lifetime.TotalSeconds, ["totp", "recovery_code"]);
}

internal static class SignInEndpoints
{
    public static void MapSignIn(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/auth").WithTags("Sign-in").AllowAnonymous();

        group.MapPost("/login", LoginAsync)
            .WithName("login")
            .LimitedBy(RateLimitPolicy.Login)
            .RequireSigningKey()
            .WithProblems(
                ErrorCode.InvalidCredentials, ErrorCode.AccountDisabled, ErrorCode.AccountLocked, ErrorCode.ServerBusy)
            .WithResponseExample<TokenPair>("signed_in", "The password was enough: a session has begun")
            .WithResponseExample<SecondFactorChallengeResponse>("second_factor", "A code is needed too")
            .WithSummary("Sign in with e-mail and password")
            .WithDescription(
                "Starts a session. After five wrong passwords the account is locked for 15 minutes, whether or not it exists.");
    }

    private static async Task<Results<Ok<TokenPair>, Ok<SecondFactorChallengeResponse>, ProblemResult>> LoginAsync(
        LoginRequest request, HttpContext context, SignInService signIns, ClientDisconnect disconnected)
    {
        var errors = new FieldErrors();
        var email = errors.Email("email", request.Email);
        var password = errors.Secret("password", request.Password, FieldLimits.Password);
        errors.OptionalToken("device_token", request.DeviceToken, FieldLimits.Token);
        var deviceName = errors.OptionalText("device_name", request.DeviceName, FieldLimits.DeviceName);
        if (errors.Any)
        {
            return Problem.Validation(errors);
        }

        return await signIns.SignInAsync(email, password, deviceName, context.ToActor(), disconnected.Token) switch
        {
            SignInOutcome.SignedIn signedIn => TypedResults.Ok(signedIn.Tokens),
            SignInOutcome.Challenged challenged => TypedResults.Ok(SecondFactorChallengeResponse.Of(challenged.TempToken)),
            SignInOutcome.Disabled => Problem.Of(ErrorCode.AccountDisabled),
            SignInOutcome.Refused refused => refused.Check.ToProblem(ErrorCode.InvalidCredentials),
            var unknown => throw new UnreachableException($"{unknown} has no answer."),
        };
    }
}
