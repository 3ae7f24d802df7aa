using System.Text.Json.Serialization;
using SecureAuth.Api.Http.Bodies;
using SecureAuth.Api.Http.Cookies;
using SecureAuth.Api.Http.Documentation;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Tokens;

/// <summary>The tokens that a sign-in or a refresh issues.</summary>
/// <param name="AccessToken">A JWT for the <c>Authorization</c> header.</param>
/// <param name="TokenType">Always <c>Bearer</c>.</param>
/// <param name="ExpiresIn">The lifetime of the access token in seconds.</param>
/// <param name="RefreshToken">A token for <c>/auth/refresh</c>. It can be used once.</param>
/// <param name="RefreshExpiresIn">The lifetime of the refresh token in seconds, if it is not used.</param>
/// <param name="SessionId">The id of the session that the tokens belong to.</param>
/// <param name="TwoFaRequired">Always false: the sign-in is complete.</param>
/// <param name="DeviceToken">
/// The token of the device, after a sign-in. Keep it when the user signs out, and send it with the next sign-in.
/// </param>
internal sealed record TokenPair(
    [Field(Example = Examples.AccessToken)] string AccessToken,
    [Field(Example = "Bearer", Values = ["Bearer"])] string TokenType,
    [Field(Example = Examples.AccessTokenLifetime)] int ExpiresIn,
    [Field(Example = Examples.RefreshToken, MaxLength = FieldLimits.Token)] string RefreshToken,
    [Field(Example = Examples.RefreshTokenLifetime)] int RefreshExpiresIn,
    [Field(Example = Examples.SessionId)] Guid SessionId,
    [Field(Example = false, Values = [false])] bool TwoFaRequired,
    [Field(Example = Examples.DeviceToken, MaxLength = FieldLimits.Token)]
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    string? DeviceToken = null) : Confidential, ICarriesTokens
{
    public CookieValues ToCookies() => new(AccessToken, RefreshToken, RefreshExpiresIn, DeviceToken);

    public IResult WithoutTokens() => TypedResults.Ok(
        new CookieSessionResponse(CookieTransport.TokenType, ExpiresIn, RefreshExpiresIn, SessionId, TwoFaRequired));
}
