using Microsoft.EntityFrameworkCore;
using SecureAuth.Api.Http.Server;
using SecureAuth.Core.Data;
using SecureAuth.Core.Sessions;

namespace SecureAuth.Api.Tokens;

/// <summary>Issues the tokens of a session.</summary>
internal sealed class TokenPairIssuer(AuthDbContext db, AccessTokenIssuer accessTokens)
{
    public async Task<TokenPair> IssueAsync(SessionGrant grant)
    {
        RequestSpan.Identify(grant.UserId, grant.SessionId);
        var roles = await db.RoleNamesOf(grant.UserId).ToListAsync();
        var access = accessTokens.Issue(grant, roles);
        return new TokenPair(
            access.Text,
            "Bearer",
            access.ExpiresIn,
            grant.RefreshToken.Encode(),
            (int)grant.RefreshExpiresIn.TotalSeconds,
            grant.SessionId,
            TwoFaRequired: false);
    }

    public async Task<AccessToken> IssueAccessTokenAsync(ReauthenticatedSession session) =>
        accessTokens.Issue(session, await db.RoleNamesOf(session.UserId).ToListAsync());
}
