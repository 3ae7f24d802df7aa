using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using SecureAuth.Core.Configuration.Api;
using SecureAuth.Core.Data;
using SecureAuth.Core.Keys;
using SecureAuth.Core.Sessions;
using SecureAuth.Core.UserFields;

namespace SecureAuth.Api.Tokens;

/// <summary>
/// Issues access tokens (RFC 9068). They contain no personal data, because they are not encrypted and clients may log them: none
/// but the fields that an operator wants there.
/// </summary>
internal sealed class AccessTokenIssuer(
    SigningKeyRing keys, IOptions<TokenOptions> options, ConfiguredFields fields, TimeProvider time)
{
    /// <summary>
    /// The <c>typ</c> header, which prevents a token issued for another purpose from being accepted as an access token (RFC 9068,
    /// section 2.1).
    /// </summary>
    public const string TokenType = "at+jwt";

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly TokenOptions _options = options.Value;

    public AccessToken Issue(SessionGrant grant) => Issue(
        new ReauthenticatedSession(
            grant.SessionId, grant.UserId, grant.AuthenticatedAt, [.. grant.AuthenticationMethods], [.. grant.Roles],
            grant.RolesVersion, grant.Fields, grant.SessionExpiresIn));

    public AccessToken Issue(ReauthenticatedSession session)
    {
        var key = keys.SigningKey ?? throw new StoreUnavailableException("No usable signing key is available");
        var now = time.GetUtcNow();

        // An access token must not outlive its session.
        var lifetime = session.ExpiresIn < _options.AccessTokenLifetime ? session.ExpiresIn : _options.AccessTokenLifetime;
        var claims = new Dictionary<string, object>
        {
            [JwtRegisteredClaimNames.Sub] = session.UserId.ToString(),
            [JwtRegisteredClaimNames.Sid] = session.SessionId.ToString(),
            [JwtRegisteredClaimNames.Jti] = Guid.CreateVersion7(now).ToString(),
            [JwtRegisteredClaimNames.AuthTime] = session.AuthenticatedAt.ToUnixTimeSeconds(),
            [JwtRegisteredClaimNames.Amr] = session.AuthenticationMethods,
            [TokenClaims.Roles] = session.Roles,
        };
        if (session.RolesVersion > 0)
        {
            claims[TokenClaims.RolesVersion] = session.RolesVersion;
        }

        // None of them has the name of a claim above.
        foreach (var (name, value) in fields.ClaimsOf(session.Fields))
        {
            claims[name] = value;
        }

        var text = _handler.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = TokenType,
            SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.EcdsaSha256),
            Issuer = _options.Issuer,
            Audience = _options.Audience,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = now.UtcDateTime + lifetime,
            Claims = claims,
        });
        return new AccessToken(text, (int)lifetime.TotalSeconds);
    }
}
