using System.Runtime.ExceptionServices;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Api.Refusals;
using SecureAuth.Core.Data;
using SecureAuth.Core.Keys;
using SecureAuth.Core.Sessions;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Tokens;

/// <summary>
/// What makes an access token good (RFC 9068, section 4; RFC 8725): one algorithm, one type, keys found by their id among
/// ours alone, and a session that has not been ended.
/// </summary>
internal sealed class AccessTokenValidation(
    SigningKeyRing keys,
    RevocationList revocations,
    AuthorizationRefusalRecorder refusals,
    IOptions<TokenOptions> options,
    TimeProvider time)
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
            RoleClaimType = TokenClaims.Roles,
        };
        bearer.Events = new JwtBearerEvents
        {
            OnTokenValidated = RefuseEndedSessionsAsync,
            OnAuthenticationFailed = RethrowOutage,
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
            || !Guid.TryParse(token.Subject, out var userId)
            || !token.TryGetPayloadValue<string>(JwtRegisteredClaimNames.Sid, out var sid)
            || !Guid.TryParse(sid, out var sessionId))
        {
            context.Fail("The token is not one that is given out here.");
        }
        else if (await revocations.IsRevokedAsync(sessionId))
        {
            context.Fail(new SessionEndedException(userId, sessionId));
        }
    }

    /// <summary>A token whose key cannot be read now is not a bad one: its client must try again, and not sign in again.</summary>
    private static Task RethrowOutage(AuthenticationFailedContext context)
    {
        if (context.Exception is StoreUnavailableException)
        {
            ExceptionDispatchInfo.Throw(context.Exception);
        }

        return Task.CompletedTask;
    }

    private static bool HasOnlyKnownHeaders(JsonWebToken token)
    {
        using var header = System.Text.Json.JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedHeader));
        return header.RootElement.EnumerateObject().All(p => HeaderParameters.Contains(p.Name));
    }

    private Task ChallengeAsync(JwtBearerChallengeContext context)
    {
        context.HandleResponse();
        Note(context.HttpContext, context.AuthenticateFailure);
        return Problem.WriteAsync(context.HttpContext, ErrorCode.InvalidToken);
    }

    /// <summary>
    /// Every client's token ends once in a while, and many ask without one first: neither says anything about anybody. Until
    /// the keys have been read, a token cannot be told from a forged one.
    /// </summary>
    private void Note(HttpContext context, Exception? failure)
    {
        switch (failure)
        {
            case null or SecurityTokenInvalidLifetimeException:
                break;
            case SessionEndedException over:
                refusals.Record(context, AuthorizationRefusal.RevokedToken, over.UserId, over.SessionId);
                break;
            case not null when keys.SigningKey is not null:
                refusals.Record(context, AuthorizationRefusal.ForgedToken);
                break;
        }
    }

    /// <summary>Genuine, but its session has been ended. Nobody throws it.</summary>
    private sealed class SessionEndedException(Guid userId, Guid sessionId) : SecurityTokenException
    {
        public Guid UserId => userId;

        public Guid SessionId => sessionId;
    }
}
