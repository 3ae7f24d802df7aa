using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SecureAuth.Core.Configuration;
using SecureAuth.Core.Data;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Passwords;

public static class PasswordServices
{
    /// <summary>The hasher, its gate and the policy. Call it before Identity is added: Identity then keeps this hasher.</summary>
    public static IServiceCollection AddPasswords(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddValidatedOptions<PasswordOptions, PasswordOptions.Validator>(PasswordOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<AuthMeter>();
        services.AddSingleton<BcryptSha256>();
        services.AddSingleton<PasswordGate>();
        services.AddSingleton<PasswordPolicy>();
        services.AddSingleton<IPasswordHasher<User>, BcryptPasswordHasher>();
        return services;
    }
}
