using System.Runtime.ExceptionServices;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Api.Http.Cookies;
using SecureAuth.Api.Http.Documentation;
using SecureAuth.Api.Http.Problems;
using SecureAuth.Api.Http.Server;
using SecureAuth.Api.Refusals;
using SecureAuth.Core.Configuration.Api;
using SecureAuth.Core.Data;
using SecureAuth.Core.Keys;
using SecureAuth.Core.SecondFactor;
using SecureAuth.Core.Sessions;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Tokens;

/// <summary>
/// Configures the validation of access tokens (RFC 9068, section 4; RFC 8725): a single algorithm and token type, a key of this
/// service that is found by its id, and a session that has not been revoked.
/// </summary>
internal sealed class AccessTokenValidation(
    AccessTokenHandler handler,
    SigningKeyRing keys,
    RevocationList revocations,
    AuthorizationRefusalRecorder refusals,
    CrossSiteCheck pages,
    IOptions<TokenOptions> options,
    TimeProvider time)
    : IConfigureNamedOptions<JwtBearerOptions>
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    public void Configure(JwtBearerOptions options) => Configure(JwtBearerDefaults.AuthenticationScheme, options);

    public void Configure(string? name, JwtBearerOptions bearer)
    {
        bearer.TokenHandlers.Clear();
        bearer.TokenHandlers.Add(handler);
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
            LifetimeValidator = IsWithinLifetime,
            TryAllIssuerSigningKeys = false,
            IssuerSigningKeyResolver = (_, _, keyId, _) => keys.Find(keyId) is { } key ? [key] : [],
            NameClaimType = JwtRegisteredClaimNames.Sub,
            RoleClaimType = TokenClaims.Roles,
        };
        bearer.Events = new JwtBearerEvents
        {
            OnMessageReceived = FindToken,
            OnTokenValidated = RejectRevokedTokenAsync,
            OnAuthenticationFailed = RethrowOutage,
            OnChallenge = ChallengeAsync,
        };
    }

    private bool IsWithinLifetime(
        DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters parameters)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return expires is not null && now < expires + ClockSkew && (notBefore is null || now >= notBefore - ClockSkew);
    }

    private Task FindToken(MessageReceivedContext context)
    {
        if (BearerToken.Of(context.Request) is { } token)
        {
            // Where a set-up token is accepted, another scheme does so.
            if (SecondFactorChallenges.IsSetUpToken(token))
            {
                context.Fail(new SetUpTokenException());
            }
        }
        else if (CookieOf(context.Request) is { } cookie)
        {
            if (pages.Passes(context.Request))
            {
                context.Token = cookie;
                CookieAuthentication.Begin(context.HttpContext);
            }
            else
            {
                context.Fail(new CrossSiteException());
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>A client that sends credentials of its own does not depend on what a browser adds to them.</summary>
    private static string? CookieOf(HttpRequest request) =>
        request.Headers.Authorization.Count == 0 ? CookieHeader.Find(request, TokenCookies.Access) : null;

    private async Task RejectRevokedTokenAsync(TokenValidatedContext context)
    {
        if (TokenClaims.Read((JsonWebToken)context.SecurityToken) is not { } token)
        {
            context.Fail("The token was not issued by this service.");
            return;
        }

        switch (await revocations.StandingOfAsync(token))
        {
            case TokenStanding.Revoked:
                context.Fail(new RefusedTokenException(token, AuthorizationRefusal.RevokedToken));
                break;

            // Whoever signs out does not ask for the roles. Without this, a sign-out right after a change of roles would end
            // nothing.
            case TokenStanding.Outdated when !IsOptional(context.HttpContext):
                context.Fail(new RefusedTokenException(token, AuthorizationRefusal.OutdatedRoles));
                break;

            default:
                RequestSpan.Identify(token.UserId, token.SessionId);
                break;
        }
    }

    private static bool IsOptional(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<OptionalBearer>() is not null;

    /// <summary>
    /// If the key cannot be read at present, the token may still be valid. The client must retry, and must not have to sign in
    /// again.
    /// </summary>
    private static Task RethrowOutage(AuthenticationFailedContext context)
    {
        if (context.Exception is StoreUnavailableException)
        {
            ExceptionDispatchInfo.Throw(context.Exception);
        }

        return Task.CompletedTask;
    }

    private Task ChallengeAsync(JwtBearerChallengeContext context)
    {
        context.HandleResponse();
        RecordRefusal(context.HttpContext, context.AuthenticateFailure);
        return Problem.WriteAsync(
            context.HttpContext,
            context.AuthenticateFailure is CrossSiteException ? ErrorCode.CrossSiteRequest : ErrorCode.InvalidToken);
    }

    /// <summary>
    /// Expired tokens and requests without a token are normal, so they are not recorded. Until the signing keys have been read, a
    /// genuine token cannot be told from a forged one.
    /// </summary>
    private void RecordRefusal(HttpContext context, Exception? failure)
    {
        switch (failure)
        {
            case null or SecurityTokenInvalidLifetimeException:
                break;
            case RefusedTokenException refused:
                refusals.Record(context, refused.Refusal, refused.Token.UserId, refused.Token.SessionId);
                break;
            case SetUpTokenException:
                refusals.Record(context, AuthorizationRefusal.SetUpToken);
                break;
            case CrossSiteException:
                refusals.Record(context, AuthorizationRefusal.CrossSite);
                break;
            case SecurityTokenSignatureKeyNotFoundException when keys.IsRetired(KeyOf(context)):
                refusals.Record(context, AuthorizationRefusal.RetiredKey);
                break;
            case not null when keys.SigningKey is not null:
                refusals.Record(context, AuthorizationRefusal.ForgedToken);
                break;
        }
    }

    private static string? KeyOf(HttpContext context) =>
        (BearerToken.Of(context.Request) ?? CookieOf(context.Request)) is { } token ? new JsonWebToken(token).Kid : null;

    /// <summary>The exception is passed on and never thrown.</summary>
    private sealed class SetUpTokenException : SecurityTokenException;

    /// <summary>The exception is passed on and never thrown.</summary>
    private sealed class CrossSiteException : SecurityTokenException;

    /// <summary>The token is genuine, but is no longer accepted. The exception is passed on and never thrown.</summary>
    private sealed class RefusedTokenException(IssuedToken token, AuthorizationRefusal refusal) : SecurityTokenException
    {
        public IssuedToken Token => token;

        public AuthorizationRefusal Refusal => refusal;
    }
}
