using Microsoft.Extensions.Options;
using SecureAuth.Core.Configuration;

namespace SecureAuth.Core.Sessions;

/// <summary>How long a signed-in device stays signed in.</summary>
public sealed class SessionOptions
{
    public const string Section = "Sessions";

    /// <summary>A session that is not refreshed for this long ends.</summary>
    public TimeSpan IdleLifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>A session ends this long after the sign-in, however often it is refreshed.</summary>
    public TimeSpan AbsoluteLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// How long the immediate predecessor of a refresh token gets the same successor again, for a client whose answer was
    /// lost. Zero is strict.
    /// </summary>
    public TimeSpan RefreshGrace { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many sessions a user may have; the least recently used one ends when another begins.</summary>
    public int MaximumPerUser { get; set; } = 50;

    internal sealed class Validator : IValidateOptions<SessionOptions>
    {
        public ValidateOptionsResult Validate(string? name, SessionOptions options) => new SettingProblems(Section)
            .Require(
                options.AbsoluteLifetime >= TimeSpan.FromMinutes(1) && options.AbsoluteLifetime <= TimeSpan.FromDays(365),
                nameof(AbsoluteLifetime), options.AbsoluteLifetime, "00:01:00 to 365.00:00:00")
            .Require(
                options.IdleLifetime >= TimeSpan.FromMinutes(1) && options.IdleLifetime <= options.AbsoluteLifetime,
                nameof(IdleLifetime), options.IdleLifetime, "00:01:00 to Sessions__AbsoluteLifetime")
            .Require(
                options.RefreshGrace >= TimeSpan.Zero && options.RefreshGrace <= TimeSpan.FromMinutes(1),
                nameof(RefreshGrace), options.RefreshGrace, "00:00:00 to 00:01:00")
            .Require(options.MaximumPerUser is >= 1 and <= 1000, nameof(MaximumPerUser), options.MaximumPerUser, "1 to 1000")
            .ToResult();
    }
}
