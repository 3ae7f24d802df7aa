using Microsoft.IdentityModel.JsonWebTokens;

namespace SecureAuth.Client.AspNetCore;

/// <summary>What the revocations may say something about.</summary>
/// <param name="Session">The <c>sid</c> claim.</param>
/// <param name="User">The <c>sub</c> claim, or an empty id: SecureAuth issues no token without one.</param>
/// <param name="RolesVersion">The <c>roles_version</c> claim, or 0 without one.</param>
internal readonly record struct GenuineToken(Guid Session, Guid User = default, long RolesVersion = 0)
{
    /// <summary>Returns null if the token has no session.</summary>
    public static GenuineToken? Of(JsonWebToken token)
    {
        if (!token.TryGetPayloadValue<string>(JwtRegisteredClaimNames.Sid, out var sid) || !Guid.TryParse(sid, out var session))
        {
            return null;
        }

        var user = Guid.TryParse(token.Subject, out var subject) ? subject : Guid.Empty;
        return new GenuineToken(
            session, user, token.TryGetPayloadValue<long>("roles_version", out var version) ? version : 0);
    }
}
