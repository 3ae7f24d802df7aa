using System.Globalization;
using SecureAuth.Core.RateLimiting;

namespace SecureAuth.AdminCli.Diagnosis;

/// <summary>Limits that allow far more guesses than the defaults.</summary>
internal static class RateLimitRule
{
    /// <summary>More than so many times the default is weak.</summary>
    private const int Tolerance = 10;

    /// <summary>The limits that protect secrets, mailboxes and registrations.</summary>
    private static readonly RateLimitPolicy[] Policies =
    [
        RateLimitPolicy.Register, RateLimitPolicy.Login, RateLimitPolicy.SecondFactor, RateLimitPolicy.PasswordForgot,
        RateLimitPolicy.PasswordReset, RateLimitPolicy.EmailResend, RateLimitPolicy.EmailVerify, RateLimitPolicy.Passkey,
    ];

    public static Verdict Judge(RateLimitOptions options)
    {
        var defaults = new RateLimitOptions();
        var problems = new List<Verdict>();
        foreach (var policy in Policies)
        {
            var (limit, wanted) = (options.For(policy), defaults.For(policy));
            if (limit.Permits / limit.Window.TotalSeconds > Tolerance * wanted.Permits / wanted.Window.TotalSeconds)
            {
                problems.Add(Verdict.Warning(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"RateLimits__{policy}__Permits allows {limit.Permits} in {limit.Window}"),
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"set RateLimits__{policy}__Permits to {wanted.Permits} in {wanted.Window}")));
            }
        }

        return Verdict.Join(problems, "none far above the defaults");
    }
}
