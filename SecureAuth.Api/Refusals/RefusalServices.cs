namespace SecureAuth.Api.Refusals;

internal static class RefusalServices
{
    public static IServiceCollection AddRefusals(this IServiceCollection services) =>
        services.AddSingleton<AuthorizationRefusals>();
}
