using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using SecureAuth.Api.Http.Bodies;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Api.Http.Documentation;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Api.RateLimiting;
using SecureAuth.Api.SignIn;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.RateLimiting;

namespace SecureAuth.Api.Passkeys;

/// <param name="Email">Restricts the sign-in to this account. The options are the same whether or not there is one.</param>
/// <param name="TempToken">The temporary token from <c>/auth/login</c>, to use a passkey as the second factor.</param>
internal sealed record PasskeyOptionsRequest(
    [Field(Example = Examples.Email, MaxLength = EmailAddress.MaxLength, Format = "email")] string? Email = null,
    [Field(Example = Examples.TempToken, MaxLength = FieldLimits.Token)] string? TempToken = null) : RequestBody;

/// <param name="ChallengeToken">The challenge token from the options.</param>
/// <param name="Credential">The result of <c>navigator.credentials.get()</c> in its JSON form.</param>
/// <param name="DeviceToken">The <c>device_token</c> of an earlier sign-in of this device. An invalid one is ignored.</param>
/// <param name="DeviceName">A name by which the user recognises this device in the list of sessions.</param>
/// <param name="Transport">Where the tokens are: in the body, or in cookies for a page in a browser.</param>
internal sealed record PasskeyLoginRequest(
    [Field(Example = Examples.ChallengeToken, MaxLength = FieldLimits.Token)] string? ChallengeToken,
    [Field(ExampleJson = Examples.Assertion)] JsonElement? Credential,
    [Field(Example = Examples.DeviceToken, MaxLength = FieldLimits.Token)] string? DeviceToken = null,
    [Field(Example = Examples.Device, MaxLength = FieldLimits.DeviceName)] string? DeviceName = null,
    [Field(Example = CookieTransport.Body, Values = [CookieTransport.Body, CookieTransport.Cookie, null])]
    string? Transport = null) : RequestBody, IChoosesTransport;

internal static class PasskeySignInEndpoints
{
    public static void MapPasskeySignIn(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/auth/passkeys").WithTags("Sign-in").AllowAnonymous().LimitedBy(RateLimitPolicy.Passkey);

        group.MapPost("/options", OptionsAsync)
            .WithName("getPasskeyLoginOptions")
            .WithProblems(ErrorCode.InvalidTempToken)
            .WithRequestExample("any", "Any passkey of this domain", new PasskeyOptionsRequest())
            .WithRequestExample("account", "A passkey of this account", new PasskeyOptionsRequest(Examples.Email))
            .WithRequestExample(
                "second_factor", "A passkey as the second factor", new PasskeyOptionsRequest(TempToken: Examples.TempToken))
            .WithSummary("Get the options for a sign-in with a passkey")
            .WithDescription(
                "Returns the options for `navigator.credentials.get()` and a challenge token, which is valid for five minutes "
                + "and for one attempt. Without a body, any passkey can be used.");
        group.MapPost("", LoginAsync)
            .WithName("loginWithPasskey")
            .RequireSigningKey()
            .OffersCookies<CookieSessionResponse>()
            .WithProblems(
                ErrorCode.InvalidCredentials, ErrorCode.InvalidTempToken, ErrorCode.AccountDisabled, ErrorCode.EmailNotVerified)
            .WithResponseExample<TokenPair>("signed_in", "Signed in")
            .WithResponseExample<CookieSessionResponse>("signed_in_with_cookies", "Signed in, and the tokens are in cookies")
            .WithSummary("Sign in with a passkey")
            .WithDescription(
                "Starts a session that counts as multi-factor, because the authenticator has verified the user. It works while "
                + "the account is locked after wrong passwords. `invalid_temp_token` means that the challenge token is unknown, "
                + "expired or used.");
    }

    private static async Task<Results<Ok<PasskeyRequestOptionsResponse>, ProblemResult>> OptionsAsync(
        PasskeyOptionsRequest? request, PasskeySignIn signIns, ClientDisconnect disconnected)
    {
        var errors = new FieldErrors();
        var email = request?.Email is null ? null : errors.Email("email", request.Email);
        var tempToken = errors.OptionalToken("temp_token", request?.TempToken, FieldLimits.Token);
        if (email is not null && tempToken is not null)
        {
            errors.Add("temp_token", FieldErrors.InvalidValue);
        }

        if (errors.Any)
        {
            return Problem.Validation(errors);
        }

        var begun = tempToken is null
            ? await signIns.BeginAsync(email, disconnected.Token)
            : await signIns.BeginSecondFactorAsync(tempToken, disconnected.Token);
        return begun is var (ceremony, challengeToken)
            ? TypedResults.Ok(PasskeyRequestOptionsResponse.Of(ceremony, challengeToken))
            : Problem.Of(ErrorCode.InvalidTempToken);
    }

    private static async Task<Results<Ok<TokenPair>, ProblemResult>> LoginAsync(
        PasskeyLoginRequest request, HttpContext context, PasskeySignIn signIns)
    {
        var errors = new FieldErrors();
        var token = errors.Token("challenge_token", request.ChallengeToken, FieldLimits.Token);
        var credential = errors.Credential(Credential.OfAssertion, request.Credential);
        var deviceToken = errors.OptionalToken("device_token", request.DeviceToken, FieldLimits.Token);
        var deviceName = errors.OptionalText("device_name", request.DeviceName, FieldLimits.DeviceName);
        if (errors.Any)
        {
            return Problem.Validation(errors);
        }

        var device = new ClientDevice(deviceToken ?? CookieTransport.DeviceOf(request, context), deviceName);
        return await signIns.SignInAsync(token, credential!, device, context.ToActor()) switch
        {
            PasskeySignInOutcome.SignedIn signedIn => TypedResults.Ok(signedIn.Tokens),
            PasskeySignInOutcome.InvalidChallenge => Problem.Of(ErrorCode.InvalidTempToken),
            PasskeySignInOutcome.Failed => Problem.Of(ErrorCode.InvalidCredentials),
            PasskeySignInOutcome.Disabled => Problem.Of(ErrorCode.AccountDisabled),
            PasskeySignInOutcome.EmailNotVerified => Problem.Of(ErrorCode.EmailNotVerified),
            var unknown => throw new UnreachableException($"Unexpected outcome: {unknown}"),
        };
    }
}
