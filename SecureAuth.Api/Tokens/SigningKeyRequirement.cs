using SecureAuth.Core.Data;
using SecureAuth.Core.Keys;

namespace SecureAuth.Api.Tokens;

/// <summary>
/// Where tokens are given out: without a key to sign them, nothing may be begun. A session would have been started, or a
/// refresh token used up, whose tokens nobody gets.
/// </summary>
internal static class SigningKeyRequirement
{
    public static RouteHandlerBuilder RequireSigningKey(this RouteHandlerBuilder endpoint) => endpoint.AddEndpointFilter(
        (context, next) => context.HttpContext.RequestServices.GetRequiredService<SigningKeyRing>().SigningKey is not null
            ? next(context)
            : throw new StoreUnavailableException("There is no signing key that can be used"));
}
