using Microsoft.Extensions.Options;
using SecureAuth.Core.Configuration;

namespace SecureAuth.Core.Accounts;

/// <summary>For how long an account is kept whose registration was never completed.</summary>
public sealed class UnverifiedAccountOptions
{
    public const string Section = "Accounts";

    public TimeSpan UnverifiedRetention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Whether such accounts are purged at all, which the host decides: not where they can be used.</summary>
    public bool ArePurged { get; private set; }

    /// <summary>A method, because every property with a public setter is a setting.</summary>
    public void SetPurged(bool arePurged) => ArePurged = arePurged;

    internal sealed class Validator : IValidateOptions<UnverifiedAccountOptions>
    {
        public ValidateOptionsResult Validate(string? name, UnverifiedAccountOptions options) => new SettingProblems(Section)
            .Require(
                options.UnverifiedRetention >= TimeSpan.FromDays(1) && options.UnverifiedRetention <= TimeSpan.FromDays(365),
                nameof(UnverifiedRetention), options.UnverifiedRetention, "1.00:00:00 to 365.00:00:00")
            .ToResult();
    }
}
