using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Http.Cookies;

/// <summary>The tokens that a response sends in cookies.</summary>
/// <param name="Access">The access token.</param>
/// <param name="Refresh">The refresh token, or null if it stays as it is.</param>
/// <param name="Lifetime">The lifetime of the refresh token in seconds, or null if it stays as it is.</param>
/// <param name="Device">The token of the device, or null if it stays as it is.</param>
internal sealed record CookieValues(string Access, string? Refresh = null, int? Lifetime = null, string? Device = null)
    : Confidential;
