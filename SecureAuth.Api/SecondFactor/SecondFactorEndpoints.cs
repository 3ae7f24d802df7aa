using System.Diagnostics;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using SecureAuth.Api.Credentials;
using SecureAuth.Api.Http.Bodies;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Api.Http.Cookies;
using SecureAuth.Api.Http.Documentation;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Api.Members;
using SecureAuth.Api.Passkeys;
using SecureAuth.Api.RateLimiting;
using SecureAuth.Api.StepUp;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Features;
using SecureAuth.Core.RateLimiting;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.SecondFactor;

/// <param name="TempToken">The temporary token from <c>/auth/login</c>.</param>
/// <param name="Method">
/// The kind of second factor. If it is omitted, six digits are <c>totp</c> and anything else is a recovery code.
/// </param>
/// <param name="Code">
/// The six digits of the authenticator app, or a recovery code with or without its dashes. Required with these methods.
/// </param>
/// <param name="Transport">Where the tokens are: in the body, or in cookies for a page in a browser.</param>
internal sealed record SecondFactorLoginRequest(
    [Field(Example = Examples.TempToken, MaxLength = FieldLimits.Token)] string? TempToken,
    [Field(Example = Examples.Code, MaxLength = FieldLimits.Code)] string? Code = null,
    [Field(
        Example = "totp", MaxLength = FieldLimits.Code,
        Values = ["totp", "recovery_code", SecondFactorLoginRequest.Passkey, null])]
    string? Method = null,
    [Field(Example = CookieTransport.Body, Values = [CookieTransport.Body, CookieTransport.Cookie, null])]
    string? Transport = null)
    : RequestBody, IChoosesTransport
{
    /// <summary>The method of the passkey, which the document leaves out where passkeys are switched off.</summary>
    public const string Passkey = "passkey";

    /// <summary>The challenge token from <c>/auth/passkeys/options</c>, for a passkey.</summary>
    [Member(ConfiguredMember.Passkey)]
    [Field(Example = Examples.ChallengeToken, MaxLength = FieldLimits.Token)]
    public string? ChallengeToken { get; set; }

    /// <summary>The result of <c>navigator.credentials.get()</c> in its JSON form, for a passkey.</summary>
    [Member(ConfiguredMember.Passkey)]
    [Field(ExampleJson = Examples.Assertion)]
    public JsonElement? Credential { get; set; }
}

/// <param name="Code">The six digits of the authenticator app.</param>
internal sealed record CodeRequest(
    [Field(Example = Examples.Code, MaxLength = FieldLimits.Code)] string? Code) : RequestBody;

/// <param name="Code">The six digits of the authenticator app.</param>
/// <param name="Transport">Where the tokens are, if a setup token is sent: in the body, or in cookies for a page.</param>
internal sealed record ConfirmTotpRequest(
    [Field(Example = Examples.Code, MaxLength = FieldLimits.Code)] string? Code,
    [Field(Example = CookieTransport.Body, Values = [CookieTransport.Body, CookieTransport.Cookie, null])]
    string? Transport = null) : RequestBody, IChoosesTransport;

/// <param name="RecoveryCodes">
/// The recovery codes. Each can be used once in place of a code of the authenticator app. They are not shown again.
/// </param>
internal sealed record RecoveryCodesResponse(
    [Field(ExampleJson = Examples.RecoveryCodes)] IReadOnlyList<string> RecoveryCodes) : Confidential;

/// <summary>The recovery codes, and the tokens of the session that the set-up has started.</summary>
/// <param name="RecoveryCodes">
/// The recovery codes. Each can be used once in place of a code of the authenticator app. They are not shown again.
/// </param>
/// <param name="AccessToken">A JWT for the <c>Authorization</c> header.</param>
/// <param name="TokenType">Always <c>Bearer</c>.</param>
/// <param name="ExpiresIn">The lifetime of the access token in seconds.</param>
/// <param name="RefreshToken">A token for <c>/auth/refresh</c>. It can be used once.</param>
/// <param name="RefreshExpiresIn">The lifetime of the refresh token in seconds, if it is not used.</param>
/// <param name="SessionId">The id of the session that the tokens belong to.</param>
/// <param name="TwoFaRequired">Always false: the sign-in is complete.</param>
/// <param name="DeviceToken">The token of the device. Keep it when the user signs out, and send it with the next sign-in.</param>
internal sealed record SecondFactorSetUpResponse(
    [Field(ExampleJson = Examples.RecoveryCodes)] IReadOnlyList<string> RecoveryCodes,
    [Field(Example = Examples.AccessToken)] string AccessToken,
    [Field(Example = "Bearer", Values = ["Bearer"])] string TokenType,
    [Field(Example = Examples.AccessTokenLifetime)] int ExpiresIn,
    [Field(Example = Examples.RefreshToken, MaxLength = FieldLimits.Token)] string RefreshToken,
    [Field(Example = Examples.RefreshTokenLifetime)] int RefreshExpiresIn,
    [Field(Example = Examples.SessionId)] Guid SessionId,
    [Field(Example = false, Values = [false])] bool TwoFaRequired,
    [Field(Example = Examples.DeviceToken, MaxLength = FieldLimits.Token)] string DeviceToken) : Confidential, ICarriesTokens
{
    public CookieValues ToCookies() => new(AccessToken, RefreshToken, RefreshExpiresIn, DeviceToken);

    public IResult WithoutTokens() => TypedResults.Ok(new SecondFactorCookieResponse(
        RecoveryCodes, CookieTransport.TokenType, ExpiresIn, RefreshExpiresIn, SessionId, TwoFaRequired));

    public static SecondFactorSetUpResponse Of(IReadOnlyList<string> recoveryCodes, TokenPair tokens) => new(
        recoveryCodes, tokens.AccessToken, tokens.TokenType, tokens.ExpiresIn, tokens.RefreshToken, tokens.RefreshExpiresIn,
        tokens.SessionId, tokens.TwoFaRequired, tokens.DeviceToken!);
}

/// <summary>The recovery codes, and the session that the set-up has started, whose tokens are in cookies.</summary>
/// <param name="RecoveryCodes">
/// The recovery codes. Each can be used once in place of a code of the authenticator app. They are not shown again.
/// </param>
/// <param name="TokenType">Always <c>Cookie</c>.</param>
/// <param name="ExpiresIn">The lifetime of the access token in seconds.</param>
/// <param name="RefreshExpiresIn">The lifetime of the refresh token in seconds, if it is not used.</param>
/// <param name="SessionId">The id of the session that the tokens belong to.</param>
/// <param name="TwoFaRequired">Always false: the sign-in is complete.</param>
internal sealed record SecondFactorCookieResponse(
    [Field(ExampleJson = Examples.RecoveryCodes)] IReadOnlyList<string> RecoveryCodes,
    [Field(Example = CookieTransport.TokenType, Values = [CookieTransport.TokenType])] string TokenType,
    [Field(Example = Examples.AccessTokenLifetime)] int ExpiresIn,
    [Field(Example = Examples.RefreshTokenLifetime)] int RefreshExpiresIn,
    [Field(Example = Examples.SessionId)] Guid SessionId,
    [Field(Example = false, Values = [false])] bool TwoFaRequired) : Confidential;

internal static class SecondFactorEndpoints
{
    private const string CodeLogin =
        "The temporary token is valid for five minutes and at most five codes. It can start one session.";

    public static void MapSecondFactor(this RouteGroupBuilder api, FeatureOptions features)
    {
        var login = api.MapPost("/auth/login/2fa", LoginAsync)
            .WithName("loginSecondFactor")
            .WithTags("Sign-in")
            .AllowAnonymous()
            .LimitedBy(RateLimitPolicy.SecondFactor)
            .RequireSigningKey()
            .OffersCookies<CookieSessionResponse>()
            .WithResponseExample<TokenPair>("signed_in", "Signed in")
            .WithResponseExample<CookieSessionResponse>("signed_in_with_cookies", "Signed in, and the tokens are in cookies")
            .WithProblems(
                ErrorCode.InvalidTempToken, ErrorCode.InvalidCode, ErrorCode.InvalidCredentials, ErrorCode.AccountLocked,
                ErrorCode.ServerBusy)
            .WithRequestExample(
                "totp", "A code of the authenticator app", new SecondFactorLoginRequest(Examples.TempToken, Examples.Code))
            .WithRequestExample(
                "recovery_code", "A recovery code", new SecondFactorLoginRequest(Examples.TempToken, Examples.RecoveryCode))
            .WithSummary("Complete a sign-in with a second factor");
        if (features.Passkeys)
        {
            login.WithRequestExample(SecondFactorLoginRequest.Passkey, "A passkey", PasskeyExample()).WithDescription(
                CodeLogin + " With the method `passkey`, send the challenge token and the credential instead of a code; "
                + "`invalid_credentials` means that the credential was not accepted.");
        }
        else
        {
            login.WithDescription(CodeLogin);
        }

        var group = api.MapGroup("/users/me/2fa").WithTags("Second factor").RequireAuthorization();
        if (features.Totp)
        {
            MapSetUp(group);
        }

        // Whoever has an authenticator app keeps it, and can remove it.
        group.MapPost("/disable", DisableAsync)
            .WithName("disableTotp")
            .RequireFresh()
            .LimitedBy(RateLimitPolicy.SecondFactor)
            .WithProblems(
                ErrorCode.ReauthenticationRequired, ErrorCode.InvalidCode, ErrorCode.Conflict, ErrorCode.AccountLocked,
                ErrorCode.ServerBusy)
            .WithSummary("Remove the authenticator app and the recovery codes")
            .WithDescription("`conflict` if there is none, or if the user must have a second factor and has no passkey.");
        group.MapPost("/recovery-codes", RenewAsync)
            .WithName("renewRecoveryCodes")
            .RequireFresh()
            .RequireSecondFactor()
            .WithProblems(ErrorCode.ReauthenticationRequired, ErrorCode.SecondFactorRequired, ErrorCode.Conflict)
            .WithSummary("Replace the recovery codes")
            .WithDescription("Returns ten new codes, which are not shown again. The former ones become invalid.");
    }

    private static SecondFactorLoginRequest PasskeyExample() => new(Examples.TempToken, Method: SecondFactorLoginRequest.Passkey)
    {
        ChallengeToken = Examples.ChallengeToken,
        Credential = JsonElement.Parse(Examples.Assertion),
    };

    private static void MapSetUp(RouteGroupBuilder group)
    {
        group.MapPost("/setup", SetUpAsync)
            .WithName("setUpTotp")
            .AcceptSetUpToken()
            .RequireFresh()
            .WithProblems(ErrorCode.ReauthenticationRequired, ErrorCode.Conflict)
            .WithSummary("Start the setup of an authenticator app")
            .WithDescription(
                "The second factor is not enabled until a code has been verified. Another setup before that replaces the "
                + "secret. The setup token from `/auth/login` is accepted too.");
        group.MapPost("/verify", VerifyAsync)
            .WithName("verifyTotp")
            .AcceptSetUpToken()
            .RequireFresh()
            .LimitedBy(RateLimitPolicy.SecondFactor)
            .RequireSigningKey()
            .OffersCookies<SecondFactorCookieResponse>()
            .WithProblems(
                ErrorCode.ReauthenticationRequired, ErrorCode.InvalidCode, ErrorCode.Conflict, ErrorCode.AccountLocked,
                ErrorCode.ServerBusy)
            .WithResponseExample<RecoveryCodesResponse>("access_token", "Sent with an access token")
            .WithResponseExample<SecondFactorSetUpResponse>("setup_token", "Sent with a setup token: the user is signed in")
            .WithResponseExample<SecondFactorCookieResponse>("cookies", "The same, and the tokens are in cookies")
            .WithSummary("Confirm the authenticator app")
            .WithDescription(
                "Enables the second factor and returns ten recovery codes, which are not shown again. The code cannot be used "
                + "again. A setup expires after ten minutes. With the setup token from `/auth/login`, the response contains a "
                + "token pair too, and the token cannot be used again.");
    }

    private static async Task<Results<Ok<TokenPair>, ProblemResult>> LoginAsync(
        SecondFactorLoginRequest request,
        HttpContext context,
        SecondFactorSignIn signIns,
        PasskeySecondFactor passkeys,
        IOptions<FeatureOptions> features,
        ClientDisconnect disconnected)
    {
        if (request.Method == SecondFactorLoginRequest.Passkey && features.Value.Passkeys)
        {
            return await LoginWithPasskeyAsync(request, context, passkeys, disconnected);
        }

        var errors = new FieldErrors();
        var token = errors.Token("temp_token", request.TempToken, FieldLimits.Token);
        NotWithMethod("challenge_token", request.ChallengeToken is not null, errors);
        NotWithMethod("credential", request.Credential is not null, errors);
        var code = errors.Token("code", request.Code, FieldLimits.Code);
        var kind = KindOf(request.Method, code, errors);
        if (errors.Any)
        {
            return Problem.Validation(errors);
        }

        return await signIns.SignInAsync(token, code, kind, context.ToActor(), disconnected.Token) switch
        {
            CodeOutcome<TokenPair>.Done done => TypedResults.Ok(done.Result),
            CodeOutcome<TokenPair>.Refused refused => refused.Check.ToProblem(ErrorCode.InvalidCode, ErrorCode.InvalidTempToken),
            var unknown => throw new UnreachableException($"Unexpected outcome: {unknown}"),
        };
    }

    private static async Task<Results<Ok<TokenPair>, ProblemResult>> LoginWithPasskeyAsync(
        SecondFactorLoginRequest request, HttpContext context, PasskeySecondFactor passkeys, ClientDisconnect disconnected)
    {
        var errors = new FieldErrors();
        var token = errors.Token("temp_token", request.TempToken, FieldLimits.Token);
        var challenge = errors.Token("challenge_token", request.ChallengeToken, FieldLimits.Token);
        var credential = errors.Credential(Credential.OfAssertion, request.Credential);
        NotWithMethod("code", request.Code is not null, errors);
        if (errors.Any)
        {
            return Problem.Validation(errors);
        }

        return await passkeys.SignInAsync(token, challenge, credential!, context.ToActor(), disconnected.Token) switch
        {
            PasskeySignInOutcome.SignedIn signedIn => TypedResults.Ok(signedIn.Tokens),
            PasskeySignInOutcome.InvalidChallenge => Problem.Of(ErrorCode.InvalidTempToken),
            PasskeySignInOutcome.Failed => Problem.Of(ErrorCode.InvalidCredentials),
            var unknown => throw new UnreachableException($"Unexpected outcome: {unknown}"),
        };
    }

    private static async Task<Results<Ok<TotpSetUp>, ProblemResult>> SetUpAsync(
        ClaimsPrincipal user, HttpContext context, SecondFactorService service)
    {
        var session = user.SetUp() is null ? user.Session() : null;
        return await service.SetUpAsync(user.UserId(), session, context.ToActor()) switch
        {
            CodeOutcome<TotpSetUp>.Done done => TypedResults.Ok(done.Result),
            CodeOutcome<TotpSetUp>.Refused => Problem.Of(ErrorCode.Conflict),
            CodeOutcome<TotpSetUp>.SessionEnded => Problem.Of(ErrorCode.InvalidToken),
            var unknown => throw new UnreachableException($"Unexpected outcome: {unknown}"),
        };
    }

    private static async Task<Results<Ok<RecoveryCodesResponse>, Ok<SecondFactorSetUpResponse>, ProblemResult>> VerifyAsync(
        ConfirmTotpRequest request,
        ClaimsPrincipal user,
        HttpContext context,
        SecondFactorService service,
        SecondFactorSetUp setUps,
        ClientDisconnect disconnected)
    {
        var errors = new FieldErrors();
        var code = errors.Token("code", request.Code, FieldLimits.Code);
        if (errors.Any)
        {
            return Problem.Validation(errors);
        }

        if (user.SetUp() is { } setUp)
        {
            return await setUps.ConfirmAsync(setUp, code, context.ToActor(), disconnected.Token) switch
            {
                SetUpOutcome.SignedIn signedIn => TypedResults.Ok(
                    SecondFactorSetUpResponse.Of(signedIn.RecoveryCodes, signedIn.Tokens)),
                SetUpOutcome.Ended => Problem.Of(ErrorCode.InvalidToken),
                SetUpOutcome.Refused refused => refused.Check.ToProblem(ErrorCode.InvalidCode, ErrorCode.Conflict),
                var unknown => throw new UnreachableException($"Unexpected outcome: {unknown}"),
            };
        }

        return await service.ConfirmAsync(user.Session(), code, context.ToActor(), disconnected.Token) switch
        {
            CodeOutcome<IReadOnlyList<string>>.Done done => TypedResults.Ok(new RecoveryCodesResponse(done.Result)),
            CodeOutcome<IReadOnlyList<string>>.Refused refused =>
                refused.Check.ToProblem(ErrorCode.InvalidCode, ErrorCode.Conflict),
            CodeOutcome<IReadOnlyList<string>>.SessionEnded => Problem.Of(ErrorCode.InvalidToken),
            var unknown => throw new UnreachableException($"Unexpected outcome: {unknown}"),
        };
    }

    private static async Task<Results<NoContent, ProblemResult>> DisableAsync(
        CodeRequest request,
        ClaimsPrincipal user,
        HttpContext context,
        SecondFactorService service,
        ClientDisconnect disconnected)
    {
        var errors = new FieldErrors();
        var code = errors.Token("code", request.Code, FieldLimits.Code);
        if (errors.Any)
        {
            return Problem.Validation(errors);
        }

        return await service.DisableAsync(user.Session(), code, context.ToActor(), disconnected.Token) switch
        {
            CodeOutcome<bool>.Done => TypedResults.NoContent(),
            CodeOutcome<bool>.Refused refused => refused.Check.ToProblem(ErrorCode.InvalidCode, ErrorCode.Conflict),
            CodeOutcome<bool>.SessionEnded => Problem.Of(ErrorCode.InvalidToken),
            var unknown => throw new UnreachableException($"Unexpected outcome: {unknown}"),
        };
    }

    private static async Task<Results<Ok<RecoveryCodesResponse>, ProblemResult>> RenewAsync(
        ClaimsPrincipal user, HttpContext context, SecondFactorService service) =>
        await service.RenewRecoveryCodesAsync(user.Session(), context.ToActor()) switch
        {
            CodeOutcome<IReadOnlyList<string>>.Done done => TypedResults.Ok(new RecoveryCodesResponse(done.Result)),
            CodeOutcome<IReadOnlyList<string>>.Refused => Problem.Of(ErrorCode.Conflict),
            CodeOutcome<IReadOnlyList<string>>.SessionEnded => Problem.Of(ErrorCode.InvalidToken),
            CodeOutcome<IReadOnlyList<string>>.SecondFactorRequired => Problem.Of(ErrorCode.SecondFactorRequired),
            var unknown => throw new UnreachableException($"Unexpected outcome: {unknown}"),
        };

    private static void NotWithMethod(string field, bool isPresent, FieldErrors errors)
    {
        if (isPresent)
        {
            errors.Add(field, FieldErrors.InvalidValue);
        }
    }

    private static CodeKind KindOf(string? method, string code, FieldErrors errors)
    {
        switch (method)
        {
            case null:
                return EnrolledCodes.KindOf(code);
            case "totp":
                return CodeKind.Totp;
            case "recovery_code":
                return CodeKind.RecoveryCode;
            default:
                errors.Add("method", FieldErrors.InvalidValue);
                return default;
        }
    }
}
