using Microsoft.Extensions.Options;
using SecureAuth.Core.Configuration;

namespace SecureAuth.Core.Audit;

/// <summary>For how long the audit is kept.</summary>
public sealed class AuditOptions
{
    public const string Section = "Audit";

    /// <summary>
    /// The shortest retention that the database allows. So whoever takes over the role of the API cannot remove the traces of it.
    /// </summary>
    private static readonly TimeSpan Minimum = TimeSpan.FromDays(30);

    private static readonly TimeSpan Maximum = TimeSpan.FromDays(3650);

    /// <summary>For how long an event is kept.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(365);

    /// <summary>
    /// For how long a successful refresh is kept. There are more of them than of all other events together. Refused refreshes are
    /// kept like any other event.
    /// </summary>
    public TimeSpan RefreshRetention { get; set; } = TimeSpan.FromDays(7);

    internal sealed class Validator : IValidateOptions<AuditOptions>
    {
        public ValidateOptionsResult Validate(string? name, AuditOptions options) => new SettingProblems(Section)
            .Require(
                options.Retention >= Minimum && options.Retention <= Maximum,
                nameof(Retention), options.Retention, "30.00:00:00 to 3650.00:00:00")
            .Require(
                options.RefreshRetention >= TimeSpan.FromDays(1) && options.RefreshRetention <= options.Retention,
                nameof(RefreshRetention), options.RefreshRetention, "1.00:00:00 to Audit__Retention")
            .ToResult();
    }
}
