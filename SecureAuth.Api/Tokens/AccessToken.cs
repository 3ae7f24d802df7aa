using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Tokens;

/// <summary>A signed access token and how many seconds it is good for.</summary>
internal sealed record AccessToken(string Text, int ExpiresIn) : Confidential;
