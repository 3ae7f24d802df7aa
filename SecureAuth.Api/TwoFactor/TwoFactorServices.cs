namespace SecureAuth.Api.TwoFactor;

internal static class TwoFactorServices
{
    public static IServiceCollection AddTwoFactor(this IServiceCollection services) => services
        .AddScoped<SecondFactorSignIn>()
        .AddScoped<TwoFactorService>();
}
