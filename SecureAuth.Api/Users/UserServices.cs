namespace SecureAuth.Api.Users;

internal static class UserServices
{
    public static IServiceCollection AddUsers(this IServiceCollection services) => services.AddScoped<UserReader>();
}
