using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;

namespace SecureAuth.Client.AspNetCore;

/// <summary>Judges the tokens that JwtBearer has found to be genuine and unexpired.</summary>
internal sealed class RevocationCheck(
    RevokedSessions sessions, IOptions<SecureAuthRevocationOptions> options, TimeProvider? time = null)
{
    /// <summary>How long the first requests after a start wait for the first list.</summary>
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(2);

    public async Task CheckAsync(TokenValidatedContext context)
    {
        if (context.SecurityToken is not JsonWebToken jwt || GenuineToken.Of(jwt) is not { } token)
        {
            context.Fail("The token has no session, so SecureAuth has not issued it.");
            return;
        }

        if (!sessions.Heard.IsCompleted)
        {
            await sessions.Heard.WaitAsync(FirstWait, time ?? TimeProvider.System, context.HttpContext.RequestAborted)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        switch (sessions.Of(token))
        {
            case TokenStanding.Revoked:
                context.Fail("The session of the token has ended.");
                break;
            case TokenStanding.Outdated:
                context.Fail("The roles of the user have changed since the token was issued.");
                break;
            case TokenStanding.Unknown when options.Value.WhenStale != StaleRevocations.Accept:
                context.Fail(new RevocationsUnknownException());
                break;
        }
    }
}
