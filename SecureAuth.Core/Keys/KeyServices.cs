using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SecureAuth.Core.Configuration;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Keys;

internal static class KeyServices
{
    public static IServiceCollection AddKeys(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidatedOptions<KeyRingOptions, KeyRingOptions.Validator>(KeyRingOptions.Section);
        services.AddSingleton<ServerSecrets>();
        services.AddSingleton<SigningKeyRing>();

        var protection = services.AddDataProtection().SetApplicationName("SecureAuth").PersistKeysToDbContext<AuthDbContext>();
        var options = configuration.GetSection(KeyRingOptions.Section).Get<KeyRingOptions>();

        // One that is named but cannot be used stops the start: the options' validator says so.
        if (options is { HasCertificate: true } && KeyRingCertificate.TryLoad(options) is { } certificate)
        {
            protection.ProtectKeysWithCertificate(certificate);
        }

        return services;
    }
}
