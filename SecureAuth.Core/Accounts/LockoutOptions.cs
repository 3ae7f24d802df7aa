using Microsoft.Extensions.Options;
using SecureAuth.Core.Configuration;

namespace SecureAuth.Core.Accounts;

/// <summary>
/// The number of failed guesses that locks an account, the duration of the lock, and for how long guesses are remembered.
/// </summary>
public sealed class LockoutOptions
{
    public const string Section = "Lockout";

    public int MaxFailedAttempts { get; set; } = 5;

    public TimeSpan Duration { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Failures are forgotten if nobody guesses for this long. An attacker could wait for it before the limit of failures in a
    /// row is reached.
    /// </summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(30);

    internal sealed class Validator : IValidateOptions<LockoutOptions>
    {
        public ValidateOptionsResult Validate(string? name, LockoutOptions options) => new SettingProblems(Section)
            .Require(
                options.MaxFailedAttempts is >= 1 and <= 100,
                nameof(MaxFailedAttempts), options.MaxFailedAttempts, "1 to 100")
            .Require(
                options.Duration >= TimeSpan.FromSeconds(1) && options.Duration <= TimeSpan.FromDays(7),
                nameof(Duration), options.Duration, "00:00:01 to 7.00:00:00")
            .Require(
                options.Retention >= TimeSpan.FromDays(1) && options.Retention <= TimeSpan.FromDays(365),
                nameof(Retention), options.Retention, "1.00:00:00 to 365.00:00:00")
            .ToResult();
    }
}
