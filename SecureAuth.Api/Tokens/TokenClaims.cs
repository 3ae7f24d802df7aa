using System.Globalization;
using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;

namespace SecureAuth.Api.Tokens;

/// <summary>Reads the claims of a validated access token.</summary>
internal static class TokenClaims
{
    public const string Roles = "roles";

    /// <summary>The <c>amr</c> value for multi-factor authentication (RFC 8176).</summary>
    public const string MultiFactor = "mfa";

    /// <summary>Reads the ids of a validated token. Returns null if this service cannot have issued it.</summary>
    public static (Guid UserId, Guid SessionId)? IdsOf(JsonWebToken token) =>
        Guid.TryParse(token.Subject, out var userId)
        && token.TryGetPayloadValue<string>(JwtRegisteredClaimNames.Sid, out var sid)
        && Guid.TryParse(sid, out var sessionId)
            ? (userId, sessionId)
            : null;

    public static Guid UserId(this ClaimsPrincipal user) => Guid.Parse(user.FindFirstValue(JwtRegisteredClaimNames.Sub)!);

    public static Guid SessionId(this ClaimsPrincipal user) => Guid.Parse(user.FindFirstValue(JwtRegisteredClaimNames.Sid)!);

    public static SignedInSession Session(this ClaimsPrincipal user) =>
        new(user.UserId(), user.SessionId(), user.IsMultiFactor());

    public static DateTimeOffset AuthenticatedAt(this ClaimsPrincipal user) => DateTimeOffset.FromUnixTimeSeconds(
        long.Parse(user.FindFirstValue(JwtRegisteredClaimNames.AuthTime) ?? "0", CultureInfo.InvariantCulture));

    public static bool IsMultiFactor(this ClaimsPrincipal user) => user.HasClaim(JwtRegisteredClaimNames.Amr, MultiFactor);
}
