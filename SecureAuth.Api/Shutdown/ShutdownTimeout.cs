using Microsoft.Extensions.Options;
using SecureAuth.Core.Configuration.Api;

namespace SecureAuth.Api.Shutdown;

/// <summary>The time that the host gives to the whole shutdown, from the stop signal on.</summary>
internal sealed class ShutdownTimeout(IOptions<ShutdownOptions> shutdown) : IConfigureOptions<HostOptions>
{
    /// <summary>
    /// The time of the background services. They end while the last requests are served, so this is needed only if those take
    /// all of theirs.
    /// </summary>
    private static readonly TimeSpan BackgroundTime = TimeSpan.FromSeconds(1);

    public void Configure(HostOptions options)
    {
        try
        {
            options.ShutdownTimeout = shutdown.Value.Delay!.Value + shutdown.Value.DrainTimeout + BackgroundTime;
        }
        catch (OptionsValidationException)
        {
            // The host reads this before the settings are validated, where the problem is reported together with all others.
        }
    }
}
