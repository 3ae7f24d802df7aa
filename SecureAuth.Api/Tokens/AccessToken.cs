using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Tokens;

/// <summary>A signed access token and its lifetime in seconds.</summary>
internal sealed record AccessToken(string Text, int ExpiresIn) : Confidential;
