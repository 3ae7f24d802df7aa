using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace SecureAuth.AppHost.Aspire.Publishing;

/// <summary>
/// The background services that publish. Neither the host nor Aspire tells the caller that one has failed, and a script that
/// publishes would go on with what was written so far.
/// </summary>
internal sealed class PublishingService(IReadOnlyList<BackgroundService> services)
{
    public bool HasFailed => services.Any(service => service.ExecuteTask is { IsFaulted: true });

    public static PublishingService In(IServiceProvider services) =>
        new([.. services.GetServices<IHostedService>().OfType<BackgroundService>()]);
}
