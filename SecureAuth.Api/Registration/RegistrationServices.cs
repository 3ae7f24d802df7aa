using Microsoft.Extensions.Options;
using SecureAuth.Core.Configuration;

namespace SecureAuth.Api.Registration;

internal static class RegistrationServices
{
    public static IServiceCollection AddRegistration(this IServiceCollection services)
    {
        services.AddSingleton<IPostConfigureOptions<AccountOptions>, AccountOptions.Defaults>();
        services.AddValidatedOptions<AccountOptions, AccountOptions.Validator>(AccountOptions.Section);
        services.AddScoped<RegistrationService>();
        return services;
    }
}
