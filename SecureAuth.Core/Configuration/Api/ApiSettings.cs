using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SecureAuth.Core.Configuration.Api;

/// <summary>The settings that only the API uses. They are here so that <c>secureauth doctor</c> validates them too.</summary>
public static class ApiSettings
{
    /// <param name="services">The services of the API or of a command.</param>
    /// <param name="isIncluded">
    /// Whether to validate a section. A command leaves out those that its environment does not have: they may be those of a host
    /// that the API runs on.
    /// </param>
    public static IServiceCollection AddApiSettings(this IServiceCollection services, Func<string, bool> isIncluded)
    {
        ArgumentNullException.ThrowIfNull(isIncluded);

        services.AddSingleton<IPostConfigureOptions<TokenOptions>, TokenOptions.Defaults>();
        services.AddSingleton<IPostConfigureOptions<AccountOptions>, AccountOptions.Defaults>();
        services.AddSingleton<IPostConfigureOptions<AccountPageOptions>, AccountPageOptions.Defaults>();
        services.AddSingleton<IPostConfigureOptions<ShutdownOptions>, ShutdownOptions.Defaults>();
        Add<TokenOptions, TokenOptions.Validator>(TokenOptions.Section);
        Add<AccountOptions, AccountOptions.Validator>(AccountOptions.Section);
        Add<AccountPageOptions, AccountPageOptions.Validator>(AccountPageOptions.Section);
        Add<CorsOptions, CorsOptions.Validator>(CorsOptions.Section);
        Add<HealthOptions, HealthOptions.Validator>(HealthOptions.Section);
        Add<OAuthOptions, OAuthOptions.Validator>(OAuthOptions.Section);
        Add<PasskeyOptions, PasskeyOptions.Validator>(PasskeyOptions.Section);
        Add<ProxyOptions, ProxyOptions.Validator>(ProxyOptions.Section);
        Add<ShutdownOptions, ShutdownOptions.Validator>(ShutdownOptions.Section);
        return services;

        void Add<TOptions, TValidator>(string section)
            where TOptions : class
            where TValidator : class, IValidateOptions<TOptions>
        {
            if (isIncluded(section))
            {
                services.AddValidatedOptions<TOptions, TValidator>(section);
            }
            else
            {
                // Registered anyway, so that UnknownSettings recognises a misspelt section.
                services.AddSingleton(new BoundSection(section, typeof(TOptions)));
            }
        }
    }
}
