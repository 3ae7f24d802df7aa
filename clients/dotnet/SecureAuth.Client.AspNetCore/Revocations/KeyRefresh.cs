using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace SecureAuth.Client.AspNetCore;

/// <summary>
/// Has JwtBearer forget retired keys. By default it keeps the public keys for twelve hours, and then still tries those of the
/// hour before. So long, it would accept tokens of a key that the server has retired because it had leaked.
/// </summary>
internal static class KeyRefresh
{
    /// <summary>The lifetime that the server gives the public keys in caches.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Call it before a token is verified. While options are configured, JwtBearer may not have its configuration manager yet.
    /// </summary>
    public static void Apply(JwtBearerOptions options)
    {
        if (options.ConfigurationManager is not BaseConfigurationManager manager)
        {
            return;
        }

        manager.UseLastKnownGoodConfiguration = false;
        if (manager.AutomaticRefreshInterval == ConfigurationManager<OpenIdConnectConfiguration>.DefaultAutomaticRefreshInterval)
        {
            manager.AutomaticRefreshInterval = Lifetime;
        }
    }
}
