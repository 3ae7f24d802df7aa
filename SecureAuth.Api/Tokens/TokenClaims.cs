using System.Globalization;
using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using SecureAuth.Core.Sessions;

namespace SecureAuth.Api.Tokens;

/// <summary>Reads the claims of a validated access token.</summary>
internal static class TokenClaims
{
    public const string Roles = "roles";

    /// <summary>The version of <see cref="Roles"/>. A token without it has version 0.</summary>
    public const string RolesVersion = "roles_version";

    /// <summary>The <c>amr</c> value for multi-factor authentication (RFC 8176).</summary>
    public const string MultiFactor = "mfa";

    /// <summary>Reads a validated token. Returns null if this service cannot have issued it.</summary>
    public static IssuedToken? Read(JsonWebToken token) =>
        Guid.TryParse(token.Subject, out var userId)
        && token.TryGetPayloadValue<string>(JwtRegisteredClaimNames.Sid, out var sid)
        && Guid.TryParse(sid, out var sessionId)
            ? new IssuedToken(sessionId, userId, RolesVersionOf(token))
            : null;

    public static Guid UserId(this ClaimsPrincipal user) => Guid.Parse(user.FindFirstValue(JwtRegisteredClaimNames.Sub)!);

    public static Guid SessionId(this ClaimsPrincipal user) => Guid.Parse(user.FindFirstValue(JwtRegisteredClaimNames.Sid)!);

    public static SignedInSession Session(this ClaimsPrincipal user) =>
        new(user.UserId(), user.SessionId(), user.IsMultiFactor());

    public static DateTimeOffset AuthenticatedAt(this ClaimsPrincipal user) => DateTimeOffset.FromUnixTimeSeconds(
        long.Parse(user.FindFirstValue(JwtRegisteredClaimNames.AuthTime) ?? "0", CultureInfo.InvariantCulture));

    public static bool IsMultiFactor(this ClaimsPrincipal user) => user.HasClaim(JwtRegisteredClaimNames.Amr, MultiFactor);

    private static long RolesVersionOf(JsonWebToken token) =>
        token.TryGetPayloadValue<long>(RolesVersion, out var version) ? version : 0;
}
