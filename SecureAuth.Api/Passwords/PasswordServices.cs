namespace SecureAuth.Api.Passwords;

internal static class PasswordServices
{
    public static IServiceCollection AddPasswordChange(this IServiceCollection services) =>
        services.AddScoped<PasswordChangeService>();
}
