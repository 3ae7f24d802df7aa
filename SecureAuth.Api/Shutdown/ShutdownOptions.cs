using Microsoft.Extensions.Options;
using SecureAuth.Core.Configuration;

namespace SecureAuth.Api.Shutdown;

internal sealed class ShutdownOptions
{
    public const string Section = "Shutdown";

    public static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(1);

    /// <summary>The minimum time that requests in flight and then the background services have to finish.</summary>
    public static readonly TimeSpan MinDrainTime = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long requests are still accepted after the stop signal while <c>/health</c> reports the instance as unhealthy. The
    /// default is zero in Development and three seconds elsewhere.
    /// </summary>
    public TimeSpan? Delay { get; set; }

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
            .ToResult();
    }
}
