using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using SecureAuth.Api.Http;
using SecureAuth.Core.Keys;
using SecureAuth.Core.Sessions;

namespace SecureAuth.Api.Tokens;

/// <summary>
/// What makes an access token good (RFC 9068, section 4; RFC 8725): one algorithm, one type, keys found by their id among
/// ours alone, and a session that has not been ended.
/// </summary>
internal sealed class AccessTokenValidation(
    SigningKeyRing keys, RevocationList revocations, IOptions<TokenOptions> options, TimeProvider time)
    : IConfigureNamedOptions<JwtBearerOptions>
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The only header parameters that our tokens have. A key or a place for one (<c>jwk</c>, <c>jku</c>, <c>x5u</c>) is
    /// refused rather than ignored, and so is an extension that must be understood (<c>crit</c>).
    /// </summary>
    private static readonly string[] HeaderParameters = [JwtHeaderParameterNames.Alg, JwtHeaderParameterNames.Typ, JwtHeaderParameterNames.Kid];

    public void Configure(JwtBearerOptions options) => Configure(JwtBearerDefaults.AuthenticationScheme, options);

    public void Configure(string? name, JwtBearerOptions bearer)
    {
        bearer.MapInboundClaims = false;
        bearer.TimeProvider = time;
        bearer.TokenValidationParameters = new TokenValidationParameters
        {
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            ValidTypes = [AccessTokenIssuer.TokenType],
            ValidIssuer = options.Value.Issuer,
            ValidAudience = options.Value.Audience,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            RequireAudience = true,
            ClockSkew = ClockSkew,
            LifetimeValidator = IsInItsLifetime,
            TryAllIssuerSigningKeys = false,
            IssuerSigningKeyResolver = (_, _, keyId, _) => keys.Find(keyId) is { } key ? [key] : [],
            NameClaimType = JwtRegisteredClaimNames.Sub,
            RoleClaimType = ClaimNames.Roles,
        };
        bearer.Events = new JwtBearerEvents
        {
            OnTokenValidated = RefuseEndedSessionsAsync,
            OnChallenge = ChallengeAsync,
        };
    }

    private bool IsInItsLifetime(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters parameters)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return expires is not null && now < expires + ClockSkew && (notBefore is null || now >= notBefore - ClockSkew);
    }

    private async Task RefuseEndedSessionsAsync(TokenValidatedContext context)
    {
        var token = (JsonWebToken)context.SecurityToken;
        if (!HasOnlyKnownHeaders(token)
            || !Guid.TryParse(token.Subject, out _)
            || !token.TryGetPayloadValue<string>(JwtRegisteredClaimNames.Sid, out var sid)
            || !Guid.TryParse(sid, out var sessionId)
            || await revocations.IsRevokedAsync(sessionId))
        {
            context.Fail("The token is not one of a live session.");
        }
    }

    private static bool HasOnlyKnownHeaders(JsonWebToken token)
    {
        using var header = System.Text.Json.JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedHeader));
        return header.RootElement.EnumerateObject().All(p => HeaderParameters.Contains(p.Name));
    }

    private static Task ChallengeAsync(JwtBearerChallengeContext context)
    {
        context.HandleResponse();
        return Problem.WriteAsync(context.HttpContext, ErrorCode.InvalidToken);
    }
}
