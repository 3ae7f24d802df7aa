using System.Collections.Frozen;
using System.Globalization;
using SecureAuth.Core;
using SecureAuth.Core.Mail;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Mail;

/// <summary>
/// The variables of the templates. Each template may use all of them, and one that does not apply is empty. So whether a template
/// is valid does not depend on the mail that it is used for.
/// </summary>
internal sealed record MailVariables : Confidential
{
    private const int MaxLength = 1024;

    private readonly Dictionary<string, object> _values = new(StringComparer.Ordinal);

    /// <summary>The names, and examples with which each template is tried at the start.</summary>
    public static readonly FrozenDictionary<string, object> Examples = new Dictionary<string, object>
    {
        ["product"] = "Example",
        ["site"] = "https://auth.example.com",
        ["name"] = "Ada",
        ["link"] = "https://auth.example.com/account/verify#token=saot_0",
        ["code"] = "40719263",
        ["lifetime"] = "24 hours",
        ["time"] = "2026-01-31 12:34 UTC",
        ["address"] = "192.0.2.1",
        ["change"] = "totp_enabled",
        ["by_operator"] = true,
        ["minutes"] = 15,
        ["known_device"] = true,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public required string Product { init => Set("product", value); }

    public required string Site { init => Set("site", value); }

    public required string? Name { init => Set("name", value); }

    public string? Link { init => Set("link", value); }

    public string? Code { init => Set("code", value); }

    public TimeSpan? Lifetime { init => Set("lifetime", value is { } lifetime ? Describe(lifetime) : ""); }

    public DateTimeOffset Time
    {
        init => Set("time", value.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture));
    }

    public MailDetails Details
    {
        init
        {
            Set("address", value.Address);
            Set("change", value.Change is { } change ? WireName.Of(change) : "");
            _values["by_operator"] = value.ByOperator;
            _values["minutes"] = value.Minutes ?? 0;
            _values["known_device"] = value.KnownDevice;
        }
    }

    /// <summary>All variables, including those that are empty.</summary>
    public IEnumerable<KeyValuePair<string, object>> All =>
        Examples.Keys.Select(name => KeyValuePair.Create(name, _values.GetValueOrDefault(name, "")));

    /// <summary>A line break in a value could begin another header.</summary>
    private void Set(string name, string? value) => _values[name] = PlainText.Clean(value ?? "", MaxLength);

    private static string Describe(TimeSpan lifetime) => lifetime switch
    {
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{lifetime.TotalMinutes:0} minutes"),
        { TotalHours: 1 } => "one hour",
        { TotalDays: >= 7 } => string.Create(CultureInfo.InvariantCulture, $"{lifetime.TotalDays:0} days"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{lifetime.TotalHours:0} hours"),
    };
}
