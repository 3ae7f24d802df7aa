namespace SecureAuth.Api.Tokens;

/// <summary>The session that a valid access token belongs to.</summary>
internal sealed record SignedInSession(Guid UserId, Guid SessionId);
