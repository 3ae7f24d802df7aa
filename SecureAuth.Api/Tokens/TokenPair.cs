using SecureAuth.Api.Documentation;
using SecureAuth.Api.Http.Bodies;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Tokens;

/// <summary>The answer to a sign-in and to a refresh. It is written to the response and nowhere else.</summary>
/// <param name="AccessToken">A JWT for the <c>Authorization</c> header.</param>
/// <param name="TokenType">Always <c>Bearer</c>.</param>
/// <param name="ExpiresIn">Seconds until the access token ends.</param>
/// <param name="RefreshToken">Works once, at <c>/auth/refresh</c>.</param>
/// <param name="RefreshExpiresIn">Seconds until the refresh token ends if it is not used.</param>
/// <param name="SessionId">The session that both belong to.</param>
/// <param name="TwoFaRequired">Always false: nothing more is asked for.</param>
internal sealed record TokenPair(
    [Field(Example = Examples.AccessToken)] string AccessToken,
    [Field(Example = "Bearer", Values = ["Bearer"])] string TokenType,
    [Field(Example = Examples.AccessTokenLifetime)] int ExpiresIn,
    [Field(Example = Examples.RefreshToken, MaxLength = FieldLimits.Token)] string RefreshToken,
    [Field(Example = Examples.RefreshTokenLifetime)] int RefreshExpiresIn,
    [Field(Example = Examples.SessionId)] Guid SessionId,
    [Field(Example = false, Values = [false])] bool TwoFaRequired) : Confidential;
