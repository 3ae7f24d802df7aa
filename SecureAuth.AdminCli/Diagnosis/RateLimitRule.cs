using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace SecureAuth.AdminCli.Diagnosis;

/// <summary>Limits that allow far more guesses than the defaults.</summary>
internal static class RateLimitRule
{
    /// <summary>More than so many times the default is weak.</summary>
    private const int Tolerance = 10;

    /// <summary>
    /// The defaults of the limits that protect secrets, mailboxes and registrations. The API has them too, and a unit test
    /// compares them.
    /// </summary>
    internal static readonly IReadOnlyList<(string Policy, int Permits, TimeSpan Window)> Defaults =
    [
        ("Register", 3, TimeSpan.FromHours(1)),
        ("Login", 5, TimeSpan.FromMinutes(1)),
        ("SecondFactor", 5, TimeSpan.FromMinutes(1)),
        ("PasswordForgot", 3, TimeSpan.FromHours(1)),
        ("PasswordReset", 5, TimeSpan.FromHours(1)),
        ("EmailResend", 3, TimeSpan.FromHours(1)),
        ("EmailVerify", 10, TimeSpan.FromHours(1)),
        ("Passkey", 10, TimeSpan.FromMinutes(1)),
    ];

    public static Verdict Judge(IConfiguration configuration)
    {
        var problems = new List<Verdict>();
        foreach (var (policy, permits, window) in Defaults)
        {
            var section = configuration.GetSection($"RateLimits:{policy}");
            var configured = int.TryParse(section["Permits"], CultureInfo.InvariantCulture, out var number) ? number : permits;
            var per = TimeSpan.TryParse(section["Window"], CultureInfo.InvariantCulture, out var time) && time > TimeSpan.Zero
                ? time
                : window;
            if (configured / per.TotalSeconds > Tolerance * permits / window.TotalSeconds)
            {
                problems.Add(Verdict.Warning(
                    string.Create(CultureInfo.InvariantCulture, $"RateLimits__{policy}__Permits allows {configured} in {per}"),
                    string.Create(CultureInfo.InvariantCulture, $"set RateLimits__{policy}__Permits to {permits} in {window}")));
            }
        }

        return SettingChecks.Join(problems, "none far above the defaults");
    }
}
