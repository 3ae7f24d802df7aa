using SecureAuth.Api.Http.Documentation;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Tokens;

/// <summary>What is left of a token pair when the tokens are in cookies.</summary>
/// <param name="TokenType">Always <c>Cookie</c>.</param>
/// <param name="ExpiresIn">The lifetime of the access token in seconds.</param>
/// <param name="RefreshExpiresIn">The lifetime of the refresh token in seconds, if it is not used.</param>
/// <param name="SessionId">The id of the session that the tokens belong to.</param>
/// <param name="TwoFaRequired">Always false: the sign-in is complete.</param>
internal sealed record CookieSessionResponse(
    [Field(Example = CookieTransport.TokenType, Values = [CookieTransport.TokenType])] string TokenType,
    [Field(Example = Examples.AccessTokenLifetime)] int ExpiresIn,
    [Field(Example = Examples.RefreshTokenLifetime)] int RefreshExpiresIn,
    [Field(Example = Examples.SessionId)] Guid SessionId,
    [Field(Example = false, Values = [false])] bool TwoFaRequired) : Confidential;
