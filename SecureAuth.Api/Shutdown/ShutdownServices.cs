using Microsoft.Extensions.Options;
using SecureAuth.Core.Configuration;

namespace SecureAuth.Api.Shutdown;

internal static class ShutdownServices
{
    /// <summary>What requests in flight, and then the background services, are given to end at least.</summary>
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(30);

    public static IServiceCollection AddShutdown(this IServiceCollection services)
    {
        services.AddValidatedOptions<ShutdownOptions, ShutdownOptions.Validator>(ShutdownOptions.Section);
        services.AddSingleton<IPostConfigureOptions<ShutdownOptions>, ShutdownOptions.Defaults>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownOptions.LongestDelay + TimeToEnd);
        services.AddSingleton<Drain>();
        services.AddHostedService(provider => provider.GetRequiredService<Drain>());
        services.AddHealthChecks().AddCheck<Drain>("shutdown");
        return services;
    }
}
