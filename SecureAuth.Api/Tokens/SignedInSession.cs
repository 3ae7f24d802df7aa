namespace SecureAuth.Api.Tokens;

/// <summary>The session of a valid access token.</summary>
/// <param name="UserId">The user.</param>
/// <param name="SessionId">The session.</param>
/// <param name="IsMultiFactor">Whether the token shows a second factor.</param>
internal sealed record SignedInSession(Guid UserId, Guid SessionId, bool IsMultiFactor);
