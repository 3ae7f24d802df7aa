using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using SecureAuth.Api.Credentials;
using SecureAuth.Api.Http.Bodies;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Api.Http.Documentation;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Api.Members;
using SecureAuth.Api.RateLimiting;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Features;
using SecureAuth.Core.RateLimiting;
using SecureAuth.Core.SecondFactor;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.SignIn;

/// <param name="Email">The e-mail address of the account, in any case.</param>
/// <param name="Password">The password. It is not trimmed or normalised.</param>
/// <param name="DeviceToken">
/// The <c>device_token</c> of an earlier sign-in of this device. With it, the device has five attempts of its own, which others
/// cannot use up. A token that is not valid is ignored.
/// </param>
/// <param name="DeviceName">A name by which the user recognises this device in the list of sessions.</param>
/// <param name="Transport">Where the tokens are: in the body, or in cookies for a page in a browser.</param>
internal sealed record LoginRequest(
    [Field(Example = Examples.Email, MaxLength = EmailAddress.MaxLength, Format = "email")] string? Email,
    [Field(Example = Examples.Password, MaxLength = FieldLimits.Password, Format = "password")] string? Password,
    [Field(Example = Examples.DeviceToken, MaxLength = FieldLimits.Token)] string? DeviceToken = null,
    [Field(Example = Examples.Device, MaxLength = FieldLimits.DeviceName)] string? DeviceName = null,
    [Field(Example = CookieTransport.Body, Values = [CookieTransport.Body, CookieTransport.Cookie, null])]
    string? Transport = null)
    : RequestBody, IChoosesTransport
{
    /// <summary>The username of the account in place of the e-mail address, in any case.</summary>
    [Member(ConfiguredMember.Username, Replaces = "email")]
    [Field(MaxLength = FieldLimits.Username)]
    public string? Username { get; set; }
}

/// <param name="TwoFaRequired">Always true: the password was correct, and a second factor completes the sign-in.</param>
/// <param name="TempToken">The temporary token for <c>/auth/login/2fa</c>.</param>
/// <param name="ExpiresIn">The lifetime of the temporary token in seconds.</param>
/// <param name="Methods">The kinds of second factor that the user can use.</param>
internal sealed record SecondFactorChallengeResponse(
    [Field(Example = true, Values = [true])] bool TwoFaRequired,
    [Field(Example = Examples.TempToken, MaxLength = FieldLimits.Token)] string TempToken,
    [Field(Example = 300)] int ExpiresIn,
    [Field(Example = new[] { "totp", "recovery_code" })] IReadOnlyList<string> Methods) : Confidential
{
    public static SecondFactorChallengeResponse Of(StartedChallenge challenge) => new(
        true,
        challenge.Token,
        (int)SecondFactorChallenges.Lifetime.TotalSeconds,
        (challenge.HasCodes, challenge.HasPasskey) switch
        {
            (true, true) => ["totp", "recovery_code", "passkey"],
            (true, false) => ["totp", "recovery_code"],
            _ => ["passkey"],
        });
}

/// <param name="TwoFaSetupRequired">
/// Always true: the password was correct, and setting up a second factor completes the sign-in.
/// </param>
/// <param name="SetupToken">
/// A bearer token for <c>/users/me/2fa/setup</c> and <c>/users/me/2fa/verify</c>, or <c>/users/me/passkeys/options</c> and
/// <c>/users/me/passkeys</c>. It completes one setup.
/// </param>
/// <param name="ExpiresIn">The lifetime of the setup token in seconds.</param>
internal sealed record SecondFactorRequiredResponse(
    [Field(Example = true, Values = [true])] bool TwoFaSetupRequired,
    [Field(Example = Examples.SetUpToken, MaxLength = FieldLimits.Token)] string SetupToken,
    [Field(Example = 600)] int ExpiresIn) : Confidential
{
    public static SecondFactorRequiredResponse Of(StartedChallenge setUp) =>
        new(true, setUp.Token, (int)SecondFactorChallenges.SetUpLifetime.TotalSeconds);
}

internal static class SignInEndpoints
{
    public static void MapSignIn(this RouteGroupBuilder api, FeatureOptions features)
    {
        var group = api.MapGroup("/auth").WithTags("Sign-in").AllowAnonymous();

        group.MapPost("/login", LoginAsync)
            .WithProblems(features.Passkeys ? [] : [ErrorCode.SecondFactorRequired])
            .WithName("login")
            .LimitedBy(RateLimitPolicy.Login)
            .RequireSigningKey()
            .OffersCookies<CookieSessionResponse>()
            .WithProblems(
                ErrorCode.InvalidCredentials, ErrorCode.AccountDisabled, ErrorCode.EmailNotVerified, ErrorCode.AccountLocked,
                ErrorCode.ServerBusy)
            .WithResponseExample<TokenPair>("signed_in", "Signed in: the user has no second factor")
            .WithResponseExample<CookieSessionResponse>("signed_in_with_cookies", "Signed in, and the tokens are in cookies")
            .WithResponseExample<SecondFactorChallengeResponse>("second_factor", "A second factor is required")
            .WithResponseExample<SecondFactorRequiredResponse>("second_factor_setup", "A second factor must be set up first")
            .WithSummary("Sign in with an e-mail address and a password")
            .WithDescription(
                "Starts a session, or returns a temporary token if the user has a second factor, or a setup token if the user "
                + "must have one and has none. Five wrong passwords lock the e-mail address for 15 minutes, whether or not an "
                + "account exists. A device that sends its device token is not affected by that lock. It has five attempts of "
                + "its own.");
    }

    private static async Task<
        Results<Ok<TokenPair>, Ok<SecondFactorChallengeResponse>, Ok<SecondFactorRequiredResponse>, ProblemResult>> LoginAsync(
        LoginRequest request, HttpContext context, SignInService signIns, ClientDisconnect disconnected)
    {
        var errors = new FieldErrors();
        var name = NameOf(request, errors);
        var password = errors.Secret("password", request.Password, FieldLimits.Password);
        var deviceToken = errors.OptionalToken("device_token", request.DeviceToken, FieldLimits.Token);
        var deviceName = errors.OptionalText("device_name", request.DeviceName, FieldLimits.DeviceName);
        if (errors.Any)
        {
            return Problem.Validation(errors);
        }

        var device = new ClientDevice(deviceToken ?? CookieTransport.DeviceOf(request, context), deviceName);
        return await signIns.SignInAsync(name, password, device, context.ToActor(), disconnected.Token) switch
        {
            SignInOutcome.SignedIn signedIn => TypedResults.Ok(signedIn.Tokens),
            SignInOutcome.Challenged challenged => TypedResults.Ok(SecondFactorChallengeResponse.Of(challenged.Challenge)),
            SignInOutcome.SetUpRequired required => TypedResults.Ok(SecondFactorRequiredResponse.Of(required.SetUp)),
            SignInOutcome.SecondFactorSwitchedOff => Problem.Of(ErrorCode.SecondFactorRequired),
            SignInOutcome.Disabled => Problem.Of(ErrorCode.AccountDisabled),
            SignInOutcome.NotVerified => Problem.Of(ErrorCode.EmailNotVerified),
            SignInOutcome.Refused refused => refused.Check.ToProblem(ErrorCode.InvalidCredentials),
            var unknown => throw new UnreachableException($"Unexpected outcome: {unknown}"),
        };
    }

    /// <summary>Either the e-mail address or, where accounts have one, the username.</summary>
    private static SignInName NameOf(LoginRequest request, FieldErrors errors)
    {
        if (request.Username is null)
        {
            return new SignInName(errors.Email("email", request.Email), IsUsername: false);
        }

        if (request.Email is not null)
        {
            errors.Add("username", FieldErrors.InvalidValue);
        }

        return new SignInName(errors.Username(request.Username, isRequired: true) ?? "", IsUsername: true);
    }
}
