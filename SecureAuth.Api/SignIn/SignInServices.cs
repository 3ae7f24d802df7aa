namespace SecureAuth.Api.SignIn;

internal static class SignInServices
{
    public static IServiceCollection AddSignIn(this IServiceCollection services) => services
        .AddScoped<SignInService>()
        .AddScoped<ReauthenticationService>();
}
