using SecureAuth.Api.Http.Server;
using SecureAuth.Core.Sessions;

namespace SecureAuth.Api.Tokens;

/// <summary>Issues the tokens of a session.</summary>
internal sealed class TokenPairIssuer(AccessTokenIssuer accessTokens)
{
    public TokenPair Issue(SessionGrant grant)
    {
        RequestSpan.Identify(grant.UserId, grant.SessionId);
        var access = accessTokens.Issue(grant);
        return new TokenPair(
            access.Text,
            "Bearer",
            access.ExpiresIn,
            grant.RefreshToken.Encode(),
            (int)grant.RefreshExpiresIn.TotalSeconds,
            grant.SessionId,
            TwoFaRequired: false);
    }
}
