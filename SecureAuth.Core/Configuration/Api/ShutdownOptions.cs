using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace SecureAuth.Core.Configuration.Api;

public sealed class ShutdownOptions
{
    public const string Section = "Shutdown";

    public static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan MinDrainTimeout = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan MaxDrainTimeout = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long requests are still accepted after the stop signal while <c>/health</c> reports the instance as unhealthy. The
    /// default is zero in Development and three seconds elsewhere.
    /// </summary>
    public TimeSpan? Delay { get; set; }

    /// <summary>
    /// How long requests in flight may take when no new ones are accepted any more. Then their connections are closed. With the
    /// default delay, the second for the background work and the two for the last telemetry, a process has ended ten seconds
    /// after the stop signal, whatever its clients and the stores do.
    /// </summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(4);

    internal sealed class Defaults(IHostEnvironment environment) : IPostConfigureOptions<ShutdownOptions>
    {
        public void PostConfigure(string? name, ShutdownOptions options) =>
            options.Delay ??= environment.IsDevelopment() ? TimeSpan.Zero : TimeSpan.FromSeconds(3);
    }

    internal sealed class Validator : IValidateOptions<ShutdownOptions>
    {
        public ValidateOptionsResult Validate(string? name, ShutdownOptions options) => new SettingProblems(Section)
            .Require(
                options.Delay >= TimeSpan.Zero && options.Delay <= MaxDelay,
                nameof(Delay), options.Delay, "00:00:00 to 00:01:00")
            .Require(
                options.DrainTimeout >= MinDrainTimeout && options.DrainTimeout <= MaxDrainTimeout,
                nameof(DrainTimeout), options.DrainTimeout, "00:00:01 to 00:01:00")
            .ToResult();
    }
}
