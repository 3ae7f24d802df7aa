using SecureAuth.Core.Data;
using SecureAuth.Core.Keys;

namespace SecureAuth.Api.Tokens;

/// <summary>
/// Rejects requests to the endpoints that issue tokens while there is no signing key. Otherwise a session would be started or a
/// refresh token used up, and the client would never receive the new tokens. A key that was retired more than a second ago does
/// not sign.
/// </summary>
internal static class SigningKeyRequirement
{
    public static RouteHandlerBuilder RequireSigningKey(this RouteHandlerBuilder endpoint) => endpoint.AddEndpointFilter(
        async (context, next) =>
        {
            var services = context.HttpContext.RequestServices;
            await services.GetRequiredService<SigningKeyReader>().EnsureFreshAsync();
            return services.GetRequiredService<SigningKeyRing>().SigningKey is not null
                ? await next(context)
                : throw new StoreUnavailableException("No usable signing key is available");
        });
}
