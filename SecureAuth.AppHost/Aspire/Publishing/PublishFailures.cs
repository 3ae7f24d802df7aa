using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace SecureAuth.AppHost.Aspire.Publishing;

/// <summary>
/// Watches the background services that publish. Neither the host nor Aspire tells the caller that one has failed, and a script
/// would go on with what was written so far.
/// </summary>
internal sealed class PublishFailures(IReadOnlyList<BackgroundService> services)
{
    public bool Any => services.Any(service => service.ExecuteTask is { IsFaulted: true });

    public static PublishFailures Of(IServiceProvider services) =>
        new([.. services.GetServices<IHostedService>().OfType<BackgroundService>()]);
}
