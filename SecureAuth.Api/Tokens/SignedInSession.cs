namespace SecureAuth.Api.Tokens;

/// <summary>The session of a valid access token.</summary>
internal sealed record SignedInSession(Guid UserId, Guid SessionId);
