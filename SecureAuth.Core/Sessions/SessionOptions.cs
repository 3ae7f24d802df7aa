using Microsoft.Extensions.Options;
using SecureAuth.Core.Configuration;

namespace SecureAuth.Core.Sessions;

/// <summary>The lifetimes and the number of sessions.</summary>
public sealed class SessionOptions
{
    public const string Section = "Sessions";

    /// <summary>A session expires if it is not refreshed for this long.</summary>
    public TimeSpan IdleLifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>A session expires this long after the sign-in, regardless of refreshes.</summary>
    public TimeSpan AbsoluteLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// The time for which the immediate predecessor of a refresh token gets the same successor again, for clients that did not
    /// receive the response. Zero disables the grace period.
    /// </summary>
    public TimeSpan RefreshGrace { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The maximum number of sessions of a user. When it is exceeded, the least recently used session is ended.
    /// </summary>
    public int MaximumPerUser { get; set; } = 50;

    /// <summary>
    /// Whether a user has to have authenticated recently to end sessions (ASVS 7.5.2). By default that is quick for somebody who
    /// sees a stranger in the list, and somebody with a stolen access token gains nothing by it.
    /// </summary>
    public bool EndingRequiresFresh { get; set; }

    /// <summary>
    /// For how long a session that has ended or expired is kept. It is longer than the lifetime of any access token, during which
    /// the revocation of its session must be found.
    /// </summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(1);

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
            .Require(
                options.Retention >= TimeSpan.FromDays(1) && options.Retention <= TimeSpan.FromDays(365),
                nameof(Retention), options.Retention, "1.00:00:00 to 365.00:00:00")
            .ToResult();
    }
}
