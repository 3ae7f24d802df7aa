namespace SecureAuth.Api.Credentials;

internal static class CredentialServices
{
    public static IServiceCollection AddCredentialChecks(this IServiceCollection services) => services
        .AddSingleton<UnsettledGuesses>()
        .AddHostedService(provider => provider.GetRequiredService<UnsettledGuesses>())
        .AddScoped<GuardedAttempts>()
        .AddScoped<PasswordCheck>()
        .AddScoped<CodeCheck>()
        .AddScoped<EnrolledCodes>();
}
