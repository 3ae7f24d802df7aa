using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SecureAuth.Client;
using SecureAuth.Client.AspNetCore;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers how a service learns whether an access token is still valid.</summary>
public static class SecureAuthAspNetCoreServices
{
    /// <summary>The authentication scheme of <see cref="AddSecureAuthIntrospection"/>.</summary>
    public const string IntrospectionScheme = "SecureAuth";

    /// <summary>
    /// Adds an authentication scheme that asks the server about every access token (RFC 7662). A sign-out takes effect within
    /// two seconds: an answer is used again for one, and is at most one old when it arrives. While the server cannot be asked,
    /// requests with a token are refused with 503.
    /// </summary>
    /// <param name="builder">The authentication services.</param>
    /// <param name="configure">Sets the address, the client and the audience.</param>
    /// <param name="scheme">The name of the scheme.</param>
    public static AuthenticationBuilder AddSecureAuthIntrospection(
        this AuthenticationBuilder builder,
        Action<SecureAuthIntrospectionOptions> configure,
        string scheme = IntrospectionScheme)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.TryAddSingleton<IntrospectionCaches>();
        builder.Services
            .AddHttpClient(IntrospectionCaches.ClientOf(scheme), (provider, http) =>
            {
                var options = provider.GetRequiredService<IOptionsMonitor<SecureAuthIntrospectionOptions>>().Get(scheme);
                ServerConnection.Configure(http, options.Address, options.AllowHttp, options.Timeout);
            })
            .WithServerConnection();
        return builder.AddScheme<SecureAuthIntrospectionOptions, SecureAuthIntrospectionHandler>(scheme, configure);
    }

    /// <summary>
    /// Makes JwtBearer refuse the tokens of sessions that have ended. The service verifies tokens by itself, and the server tells
    /// it of sign-outs, which take effect within a second. While nothing has been heard for <see
    /// cref="SecureAuthRevocationOptions.StaleAfter"/>, requests with a token are refused with 503, unless <see
    /// cref="SecureAuthRevocationOptions.WhenStale"/> says otherwise. A service has one server and one such scheme, and does not
    /// start if JwtBearer has no scheme of that name: its tokens would not be checked.
    /// </summary>
    /// <param name="builder">The authentication services, with <c>AddJwtBearer</c>.</param>
    /// <param name="configure">Sets the address and the client.</param>
    /// <param name="scheme">The name of the scheme that <c>AddJwtBearer</c> adds.</param>
    /// <exception cref="InvalidOperationException">It has been called before.</exception>
    public static AuthenticationBuilder AddSecureAuthRevocations(
        this AuthenticationBuilder builder,
        Action<SecureAuthRevocationOptions> configure,
        string scheme = JwtBearerDefaults.AuthenticationScheme)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var services = builder.Services;

        // The second call would redirect the feed of the first one, whose sign-outs nobody would hear of.
        if (services.Any(service => service.ServiceType == typeof(RevocationCheck)))
        {
            throw new InvalidOperationException(
                "AddSecureAuthRevocations has been called before. A service hears of the sign-outs of one server, for one "
                + "scheme.");
        }

        services.AddOptions<SecureAuthRevocationOptions>()
            .Configure(configure)
            .PostConfigure(options => options.Validate())
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<SecureAuthRevocationOptions>>(provider =>
            new RevocationScheme(scheme, provider.GetRequiredService<IAuthenticationSchemeProvider>()));
        services
            .AddHttpClient(RevocationFeed.ClientName, (provider, http) =>
            {
                var options = provider.GetRequiredService<IOptions<SecureAuthRevocationOptions>>().Value;
                ServerConnection.Configure(
                    http, options.Address, options.AllowHttp, options.Wait + (2 * RevocationFeed.Transit));
            })
            .WithServerConnection();
        services.AddSingleton(provider => new RevokedSessions(
            provider.GetRequiredService<IOptions<SecureAuthRevocationOptions>>().Value.StaleAfter,
            provider.GetService<TimeProvider>() ?? TimeProvider.System));
        services.AddSingleton<RevocationCheck>();
        services.AddHostedService<RevocationFeed>();
        services.AddSingleton<IPostConfigureOptions<JwtBearerOptions>>(provider =>
            new RevocationBearerOptions(scheme, provider.GetRequiredService<RevocationCheck>()));
        return builder;
    }
}
