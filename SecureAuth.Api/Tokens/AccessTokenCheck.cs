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
    /// Null unless the token is one of this service, its session has not been ended, its roles have not changed, and it has not
    /// expired: the tolerance for clocks is for the beginning of its lifetime alone, because the caller compares the end with a
    /// clock of its own.
    /// </returns>
    /// <exception cref="StoreUnavailableException">The keys or the revocations cannot be read.</exception>
    public async Task<JsonWebToken?> FindValidAsync(string text) =>
        await FindAsync(text) is (TokenStanding.Accepted, var token, _) ? token : null;

    /// <summary>
    /// Finds the session that a token may end. A token with former roles may do so: whoever signs out does not ask for its roles.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The keys or the revocations cannot be read.</exception>
    public async Task<Guid?> FindSessionAsync(string text) =>
        await FindAsync(text) is (not TokenStanding.Revoked, _, var issued) ? issued.SessionId : null;

    private async Task<(TokenStanding Standing, JsonWebToken Token, IssuedToken Issued)?> FindAsync(string text)
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
            && TokenClaims.Read(token) is { } issued
                ? (await revocations.StandingOfAsync(issued), token, issued)
                : null;
    }
}
