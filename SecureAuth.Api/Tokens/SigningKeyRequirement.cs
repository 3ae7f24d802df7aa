using SecureAuth.Core.Data;
using SecureAuth.Core.Keys;

namespace SecureAuth.Api.Tokens;

/// <summary>
/// Rejects requests to the endpoints that issue tokens while there is no signing key. Otherwise a session would be started or a
/// refresh token used up, and the client would never receive the new tokens.
/// </summary>
internal static class SigningKeyRequirement
{
    public static RouteHandlerBuilder RequireSigningKey(this RouteHandlerBuilder endpoint) => endpoint.AddEndpointFilter(
        (context, next) => context.HttpContext.RequestServices.GetRequiredService<SigningKeyRing>().SigningKey is not null
            ? next(context)
            : throw new StoreUnavailableException("No usable signing key is available"));
}
