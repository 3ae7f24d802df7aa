using Microsoft.Extensions.DependencyInjection;

namespace SecureAuth.Core.Data;

public static class PostgresServices
{
    /// <summary>For a host that serves many callers at once. It adds <see cref="PostgresGateInterceptor"/> to its context.</summary>
    public static IServiceCollection AddPostgresGate(this IServiceCollection services) => services
        .AddSingleton<PostgresGate>()
        .AddSingleton<PostgresGateInterceptor>();
}
