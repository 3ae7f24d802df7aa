using System.Runtime.ExceptionServices;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using SecureAuth.Core.Data;
using SecureAuth.Core.Sessions;

namespace SecureAuth.Api.Tokens;

/// <summary>Checks an access token that is not the caller's own, by the same rules as one in the header.</summary>
internal sealed class AccessTokenCheck(
    AccessTokenHandler handler,
    IOptionsMonitor<JwtBearerOptions> bearer,
    RevocationList revocations,
    TimeProvider time)
{
    /// <returns>
    /// Null unless the token is one of this service, its session has not been ended, and it has not expired: the tolerance for
    /// clocks is for the beginning of its lifetime alone, because the caller compares the end with a clock of its own.
    /// </returns>
    /// <exception cref="StoreUnavailableException">The keys or the revocations cannot be read.</exception>
    public async Task<ValidAccessToken?> FindValidAsync(string text)
    {
        var parameters = bearer.Get(JwtBearerDefaults.AuthenticationScheme).TokenValidationParameters;
        var result = await handler.ValidateTokenAsync(text, parameters);
        if (result.Exception is StoreUnavailableException outage)
        {
            // The token may be valid.
            ExceptionDispatchInfo.Throw(outage);
        }

        return result.IsValid
            && result.SecurityToken is JsonWebToken token
            && token.ValidTo > time.GetUtcNow().UtcDateTime
            && TokenClaims.IdsOf(token) is var (_, sessionId)
            && !await revocations.IsRevokedAsync(sessionId)
                ? new ValidAccessToken(token, sessionId)
                : null;
    }
}

/// <summary>An access token that is accepted at present.</summary>
internal sealed class ValidAccessToken(JsonWebToken token, Guid sessionId)
{
    public JsonWebToken Token => token;

    public Guid SessionId => sessionId;
}
