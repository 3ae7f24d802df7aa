using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SecureAuth.Client;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the client of SecureAuth.</summary>
public static class SecureAuthClientServices
{
    /// <summary>Registers <see cref="SecureAuthClient"/>.</summary>
    /// <returns>The builder of its HTTP client.</returns>
    public static IHttpClientBuilder AddSecureAuthClient(
        this IServiceCollection services, Action<SecureAuthClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.Configure(configure);
        return services
            .AddHttpClient<SecureAuthClient>((provider, http) =>
            {
                var options = provider.GetRequiredService<IOptions<SecureAuthClientOptions>>().Value;
                ServerConnection.Configure(http, options.Address, options.AllowHttp, options.Timeout);
            })
            .WithServerConnection();
    }

    /// <summary>
    /// Registers one <see cref="SecureAuthSession"/> for the whole process, for an application with one user at a time. A server
    /// with many users must not use it: it creates a <see cref="SecureAuthSession"/> for each of them. Register your own
    /// <see cref="ITokenStore"/> to keep the user signed in when the process ends.
    /// </summary>
    public static IServiceCollection AddSecureAuthSession(
        this IServiceCollection services, Action<SecureAuthSessionOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.Configure(configure ?? (_ => { }));
        services.TryAddSingleton<ITokenStore, InMemoryTokenStore>();
        services.TryAddSingleton(provider => new SecureAuthSession(
            provider.GetRequiredService<SecureAuthClient>(),
            provider.GetRequiredService<ITokenStore>(),
            provider.GetRequiredService<IOptions<SecureAuthSessionOptions>>().Value,
            provider.GetService<TimeProvider>(),
            provider.GetService<ILogger<SecureAuthSession>>()));
        return services;
    }

    /// <summary>
    /// Makes an HTTP client send the access token of the process's <see cref="SecureAuthSession"/> to the origin of its base
    /// address, and refresh it.
    /// </summary>
    /// <param name="builder">The HTTP client of one of your APIs.</param>
    /// <param name="origins">Further origins that get the token, or the only ones if there is no base address.</param>
    public static IHttpClientBuilder AddSecureAuthAccessToken(this IHttpClientBuilder builder, params IEnumerable<Uri> origins)
    {
        ArgumentNullException.ThrowIfNull(builder);
        Uri[] named = [.. origins];
        return builder.AddHttpMessageHandler(provider => new AccessTokenHandler(
            provider.GetRequiredService<SecureAuthSession>(),
            [.. BaseAddressOf(provider, builder.Name), .. named],
            provider.GetRequiredService<IOptions<SecureAuthClientOptions>>().Value.AllowHttp));
    }

    /// <summary>
    /// A handler does not see the client that it belongs to, so the client's settings are applied to another one.
    /// </summary>
    private static IEnumerable<Uri> BaseAddressOf(IServiceProvider provider, string name)
    {
        using var client = new HttpClient();
        foreach (var apply in provider.GetRequiredService<IOptionsMonitor<HttpClientFactoryOptions>>().Get(name)
            .HttpClientActions)
        {
            apply(client);
        }

        return client.BaseAddress is { } address ? [address] : [];
    }
}
