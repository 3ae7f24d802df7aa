using System.Diagnostics;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using SecureAuth.Api.Http.Bodies;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Api.Http.Cookies;
using SecureAuth.Api.Http.Documentation;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Api.RateLimiting;
using SecureAuth.Api.StepUp;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Passkeys;
using SecureAuth.Core.RateLimiting;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Passkeys;

/// <param name="ChallengeToken">The challenge token from the options.</param>
/// <param name="Name">A name by which the user recognises the passkey.</param>
/// <param name="Credential">The result of <c>navigator.credentials.create()</c> in its JSON form.</param>
/// <param name="Transport">Where the tokens are, if a setup token is sent: in the body, or in cookies for a page.</param>
internal sealed record AddPasskeyRequest(
    [Field(Example = Examples.ChallengeToken, MaxLength = FieldLimits.Token)] string? ChallengeToken,
    [Field(Example = Examples.Device, MaxLength = FieldLimits.PasskeyName)] string? Name,
    [Field(ExampleJson = Examples.Attestation)] JsonElement? Credential,
    [Field(Example = CookieTransport.Body, Values = [CookieTransport.Body, CookieTransport.Cookie, null])]
    string? Transport = null) : RequestBody, IChoosesTransport;

/// <param name="Name">The new name.</param>
internal sealed record RenamePasskeyRequest(
    [Field(Example = Examples.Device, MaxLength = FieldLimits.PasskeyName)] string? Name) : RequestBody;

/// <param name="Id">The passkey's id in this API.</param>
/// <param name="Name">The name that the user gave it.</param>
/// <param name="Transports">How the authenticator can be reached.</param>
/// <param name="BackupEligible">Whether the key can be copied to the user's other devices.</param>
/// <param name="BackedUp">Whether the key was on other devices when it was last used.</param>
/// <param name="CreatedAt">When it was added.</param>
/// <param name="LastUsedAt">When the user last signed in with it, or null.</param>
internal sealed record PasskeyResponse(
    [Field(Example = Examples.SessionId)] Guid Id,
    [Field(Example = Examples.Device, MaxLength = FieldLimits.PasskeyName)] string Name,
    [Field(Example = new[] { "internal" })] IReadOnlyList<string> Transports,
    [Field(Example = false)] bool BackupEligible,
    [Field(Example = false)] bool BackedUp,
    [Field(Example = Examples.Time)] DateTime CreatedAt,
    [Field(Example = Examples.Time)] DateTime? LastUsedAt) : Confidential;

/// <summary>The new passkey, and the tokens of the session that it has started.</summary>
/// <param name="Id">The passkey's id in this API.</param>
/// <param name="Name">The name that the user gave it.</param>
/// <param name="Transports">How the authenticator can be reached.</param>
/// <param name="BackupEligible">Whether the key can be copied to the user's other devices.</param>
/// <param name="BackedUp">Whether the key is on other devices.</param>
/// <param name="CreatedAt">When it was added.</param>
/// <param name="LastUsedAt">Always null.</param>
/// <param name="AccessToken">A JWT for the <c>Authorization</c> header.</param>
/// <param name="TokenType">Always <c>Bearer</c>.</param>
/// <param name="ExpiresIn">The lifetime of the access token in seconds.</param>
/// <param name="RefreshToken">A token for <c>/auth/refresh</c>. It can be used once.</param>
/// <param name="RefreshExpiresIn">The lifetime of the refresh token in seconds, if it is not used.</param>
/// <param name="SessionId">The id of the session that the tokens belong to.</param>
/// <param name="TwoFaRequired">Always false: the sign-in is complete.</param>
/// <param name="DeviceToken">The token of the device. Keep it when the user signs out, and send it with the next sign-in.</param>
internal sealed record PasskeySetUpResponse(
    [Field(Example = Examples.SessionId)] Guid Id,
    [Field(Example = Examples.Device, MaxLength = FieldLimits.PasskeyName)] string Name,
    [Field(Example = new[] { "internal" })] IReadOnlyList<string> Transports,
    [Field(Example = false)] bool BackupEligible,
    [Field(Example = false)] bool BackedUp,
    [Field(Example = Examples.Time)] DateTime CreatedAt,
    DateTime? LastUsedAt,
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

    public IResult WithoutTokens() => TypedResults.Created(
        PasskeysEndpoints.PathOf(Id),
        new PasskeyCookieResponse(
            Id, Name, Transports, BackupEligible, BackedUp, CreatedAt, LastUsedAt, CookieTransport.TokenType, ExpiresIn,
            RefreshExpiresIn, SessionId, TwoFaRequired));

    public static PasskeySetUpResponse Of(PasskeyResponse passkey, TokenPair tokens) => new(
        passkey.Id, passkey.Name, passkey.Transports, passkey.BackupEligible, passkey.BackedUp, passkey.CreatedAt,
        passkey.LastUsedAt, tokens.AccessToken, tokens.TokenType, tokens.ExpiresIn, tokens.RefreshToken,
        tokens.RefreshExpiresIn, tokens.SessionId, tokens.TwoFaRequired, tokens.DeviceToken!);
}

/// <summary>The new passkey, and the session that it has started, whose tokens are in cookies.</summary>
/// <param name="Id">The passkey's id in this API.</param>
/// <param name="Name">The name that the user gave it.</param>
/// <param name="Transports">How the authenticator can be reached.</param>
/// <param name="BackupEligible">Whether the key can be copied to the user's other devices.</param>
/// <param name="BackedUp">Whether the key is on other devices.</param>
/// <param name="CreatedAt">When it was added.</param>
/// <param name="LastUsedAt">Always null.</param>
/// <param name="TokenType">Always <c>Cookie</c>.</param>
/// <param name="ExpiresIn">The lifetime of the access token in seconds.</param>
/// <param name="RefreshExpiresIn">The lifetime of the refresh token in seconds, if it is not used.</param>
/// <param name="SessionId">The id of the session that the tokens belong to.</param>
/// <param name="TwoFaRequired">Always false: the sign-in is complete.</param>
internal sealed record PasskeyCookieResponse(
    [Field(Example = Examples.SessionId)] Guid Id,
    [Field(Example = Examples.Device, MaxLength = FieldLimits.PasskeyName)] string Name,
    [Field(Example = new[] { "internal" })] IReadOnlyList<string> Transports,
    [Field(Example = false)] bool BackupEligible,
    [Field(Example = false)] bool BackedUp,
    [Field(Example = Examples.Time)] DateTime CreatedAt,
    DateTime? LastUsedAt,
    [Field(Example = CookieTransport.TokenType, Values = [CookieTransport.TokenType])] string TokenType,
    [Field(Example = Examples.AccessTokenLifetime)] int ExpiresIn,
    [Field(Example = Examples.RefreshTokenLifetime)] int RefreshExpiresIn,
    [Field(Example = Examples.SessionId)] Guid SessionId,
    [Field(Example = false, Values = [false])] bool TwoFaRequired) : Confidential;

/// <param name="Passkeys">The user's passkeys, the oldest first.</param>
internal sealed record PasskeysResponse(IReadOnlyList<PasskeyResponse> Passkeys) : Confidential;

internal static class PasskeysEndpoints
{
    private const string Path = "/users/me/passkeys";

    public static void MapPasskeys(this RouteGroupBuilder api)
    {
        var group = api.MapGroup(Path).WithTags("Passkeys").RequireAuthorization().LimitedBy(RateLimitPolicy.Passkey);

        group.MapGet("", ListAsync)
            .WithName("listPasskeys")
            .WithSummary("List the user's passkeys")
            .WithDescription("The passkeys of the user on all devices, the oldest first.");

        // A thief of an access token could otherwise stay for good, by adding a key of his own.
        var changes = group.MapGroup("")
            .RequireFresh()
            .RequireSecondFactor()
            .WithProblems(ErrorCode.ReauthenticationRequired, ErrorCode.SecondFactorRequired);
        changes.MapPost("/options", OptionsAsync)
            .WithName("getPasskeyCreationOptions")
            .AcceptSetUpToken()
            .WithProblems(ErrorCode.Conflict)
            .WithSummary("Get the options for a new passkey")
            .WithDescription(
                "Returns the options for `navigator.credentials.create()` and a challenge token, which is valid for five "
                + "minutes, for one attempt and in this session. A user can have 20 passkeys. The setup token from "
                + "`/auth/login` is accepted too.");
        changes.MapPost("", AddAsync)
            .WithName("addPasskey")
            .AcceptSetUpToken()
            .RequireSigningKey()
            .OffersCookies<PasskeyCookieResponse>(StatusCodes.Status201Created)
            .WithResponseExample<PasskeyResponse>("access_token", "Sent with an access token")
            .WithResponseExample<PasskeySetUpResponse>("setup_token", "Sent with a setup token: the user is signed in")
            .WithResponseExample<PasskeyCookieResponse>("cookies", "The same, and the tokens are in cookies")
            .WithProblems(ErrorCode.InvalidCredentials, ErrorCode.InvalidTempToken, ErrorCode.Conflict)
            .WithSummary("Add a passkey")
            .WithDescription(
                "`invalid_credentials` means that the credential was not accepted, `invalid_temp_token` that the challenge token "
                + "is unknown, expired or used, and `conflict` that the credential is registered already. With the setup token "
                + "from `/auth/login`, the response contains a token pair too, and the setup token cannot be used again.");
        changes.MapPatch("/{id:guid}", RenameAsync)
            .WithName("renamePasskey")
            .WithProblems(ErrorCode.NotFound)
            .WithSummary("Rename a passkey")
            .WithDescription("The name is for the user alone. The authenticator does not learn it.");
        changes.MapDelete("/{id:guid}", RemoveAsync)
            .WithName("removePasskey")
            .WithProblems(ErrorCode.NotFound, ErrorCode.Conflict)
            .WithSummary("Remove a passkey")
            .WithDescription(
                "The last passkey cannot be removed if the account has no password, or if the user must have a second factor and "
                + "has no authenticator app.");
    }

    private static async Task<Ok<PasskeysResponse>> ListAsync(
        ClaimsPrincipal user, UserPasskeys passkeys, ClientDisconnect disconnected) =>
        TypedResults.Ok(new PasskeysResponse(
            [.. (await passkeys.ListAsync(user.UserId(), disconnected.Token)).Select(ToResponse)]));

    private static async Task<Results<Ok<PasskeyCreationOptionsResponse>, ProblemResult>> OptionsAsync(
        ClaimsPrincipal user, PasskeysService service, ClientDisconnect disconnected)
    {
        var begun = user.SetUp() is { } setUp
            ? await service.BeginAsync(setUp, disconnected.Token)
            : await service.BeginAsync(user.Session(), disconnected.Token);
        return begun is var (ceremony, challengeToken)
            ? TypedResults.Ok(PasskeyCreationOptionsResponse.Of(ceremony, challengeToken))
            : Problem.Of(ErrorCode.Conflict);
    }

    private static async Task<Results<Created<PasskeyResponse>, Created<PasskeySetUpResponse>, ProblemResult>> AddAsync(
        AddPasskeyRequest request, ClaimsPrincipal user, HttpContext context, PasskeysService service, PasskeySetUp setUps)
    {
        var errors = new FieldErrors();
        var token = errors.Token("challenge_token", request.ChallengeToken, FieldLimits.Token);
        var name = errors.Text("name", request.Name, FieldLimits.PasskeyName);
        var credential = errors.Credential(Credential.OfAttestation, request.Credential);
        if (errors.Any)
        {
            return Problem.Validation(errors);
        }

        var outcome = user.SetUp() is { } setUp
            ? await setUps.AddAsync(setUp, token, name, credential!, context.ToActor())
            : await service.AddAsync(user.Session(), token, name, credential!, context.ToActor());
        return outcome switch
        {
            PasskeyAddition.Added added => TypedResults.Created(PathOf(added.Passkey.Id), ToResponse(added.Passkey)),
            PasskeyAddition.SignedIn signedIn => TypedResults.Created(
                PathOf(signedIn.Passkey.Id), PasskeySetUpResponse.Of(ToResponse(signedIn.Passkey), signedIn.Tokens)),
            PasskeyAddition.InvalidChallenge => Problem.Of(ErrorCode.InvalidTempToken),
            PasskeyAddition.Failed => Problem.Of(ErrorCode.InvalidCredentials),
            PasskeyAddition.SessionEnded => Problem.Of(ErrorCode.InvalidToken),
            PasskeyAddition.SecondFactorRequired => Problem.Of(ErrorCode.SecondFactorRequired),
            PasskeyAddition.Conflict => Problem.Of(ErrorCode.Conflict),
            var unknown => throw new UnreachableException($"Unexpected outcome: {unknown}"),
        };
    }

    private static async Task<Results<Ok<PasskeyResponse>, ProblemResult>> RenameAsync(
        [Field(Example = Examples.PathId)] Guid id,
        RenamePasskeyRequest request,
        ClaimsPrincipal user,
        HttpContext context,
        PasskeysService service)
    {
        var errors = new FieldErrors();
        var name = errors.Text("name", request.Name, FieldLimits.PasskeyName);
        if (errors.Any)
        {
            return Problem.Validation(errors);
        }

        return await service.RenameAsync(user.Session(), id, name, context.ToActor()) is var outcome
            && outcome is PasskeyChange.Renamed renamed
            ? TypedResults.Ok(ToResponse(renamed.Passkey))
            : ToProblem(outcome);
    }

    private static async Task<Results<NoContent, ProblemResult>> RemoveAsync(
        [Field(Example = Examples.PathId)] Guid id,
        ClaimsPrincipal user,
        HttpContext context,
        PasskeysService service) =>
        await service.RemoveAsync(user.Session(), id, context.ToActor()) is var outcome && outcome is PasskeyChange.Removed
            ? TypedResults.NoContent()
            : ToProblem(outcome);

    private static ProblemResult ToProblem(PasskeyChange outcome) => outcome switch
    {
        PasskeyChange.NotFound => Problem.Of(ErrorCode.NotFound),
        PasskeyChange.Conflict => Problem.Of(ErrorCode.Conflict),
        PasskeyChange.SessionEnded => Problem.Of(ErrorCode.InvalidToken),
        PasskeyChange.SecondFactorRequired => Problem.Of(ErrorCode.SecondFactorRequired),
        var unknown => throw new UnreachableException($"Unexpected outcome: {unknown}"),
    };

    public static string PathOf(Guid id) => $"/api/v1{Path}/{id}";

    private static PasskeyResponse ToResponse(Passkey passkey) => new(
        passkey.Id, passkey.Name, passkey.Transports, passkey.BackupEligible, passkey.BackedUp, passkey.CreatedAt.UtcDateTime,
        passkey.LastUsedAt?.UtcDateTime);
}
