using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SecureAuth.Core.Configuration;

namespace SecureAuth.Core.Keys;

internal static class KeyServices
{
    public static IServiceCollection AddKeys(this IServiceCollection services)
    {
        services.AddValidatedOptions<MasterKeyOptions, MasterKeyOptions.Validator>(MasterKeyOptions.Section);
        services.AddSingleton<MasterKeys>();
        services.AddSingleton<MasterKeyEncryptor>();
        services.AddSingleton<KeyRingRepository>();
        services.AddSingleton<KeyRing>();
        services.AddSingleton<ServerSecrets>();
        services.AddSingleton<SigningKeyRing>();
        services.AddScoped<MasterKeyUsage>();
        services.AddScoped<FirstKeys>();
        services.AddScoped<KeyRewrap>();

        services.AddDataProtection().SetApplicationName("SecureAuth");
        services.AddOptions<KeyManagementOptions>().Configure<KeyRingRepository, MasterKeyEncryptor>(
            (keys, repository, encryptor) =>
            {
                keys.XmlRepository = repository;
                keys.XmlEncryptor = encryptor;
            });

        // What fails in there reaches us as an exception and is said once, without a stack; below Warning it shows elements.
        services.AddLogging(logging => logging.AddFilter(
            "Microsoft.AspNetCore.DataProtection", level => level == LogLevel.Warning));
        return services;
    }
}
