using Microsoft.Extensions.Options;
using SecureAuth.Core.Configuration;

namespace SecureAuth.Core.RateLimiting;

/// <summary>The rate limits for each client address or service, and the behaviour during an outage of Redis.</summary>
public sealed class RateLimitOptions
{
    public const string Section = "RateLimits";

    public RateLimit Default { get; } = new(300, TimeSpan.FromMinutes(1));

    public RateLimit Register { get; } = new(3, TimeSpan.FromHours(1));

    public RateLimit Login { get; } = new(5, TimeSpan.FromMinutes(1));

    public RateLimit SecondFactor { get; } = new(5, TimeSpan.FromMinutes(1));

    public RateLimit Refresh { get; } = new(30, TimeSpan.FromMinutes(1));

    public RateLimit PasswordForgot { get; } = new(3, TimeSpan.FromHours(1));

    public RateLimit PasswordReset { get; } = new(5, TimeSpan.FromHours(1));

    public RateLimit EmailResend { get; } = new(3, TimeSpan.FromHours(1));

    public RateLimit EmailVerify { get; } = new(10, TimeSpan.FromHours(1));

    public RateLimit Passkey { get; } = new(10, TimeSpan.FromMinutes(1));

    public RateLimit Export { get; } = new(30, TimeSpan.FromHours(1));

    public RateLimit Client { get; } = new(6_000, TimeSpan.FromMinutes(1));

    public RateLimit ClientAuthentication { get; } = new(30, TimeSpan.FromMinutes(1));

    /// <summary>
    /// The share of the permits that each process grants on its own while Redis does not answer. One half keeps two replicas
    /// within the limit. For more replicas, set it to one divided by their number.
    /// </summary>
    public double FallbackShare { get; set; } = 0.5;

    /// <summary>The maximum number of buckets that a process keeps for each policy while Redis does not answer.</summary>
    public int FallbackBuckets { get; set; } = 10_000;

    /// <summary>
    /// The maximum number of buckets that a process keeps for each policy in an installation without Redis. New clients beyond it
    /// share one bucket, so whoever has this many addresses could stop all others: it is higher than in an outage, which passes.
    /// A bucket takes some 150 bytes.
    /// </summary>
    public int LocalBuckets { get; set; } = 100_000;

    /// <summary>A failure of Redis within this time after the last one counts as the same outage.</summary>
    public TimeSpan FallbackSettleTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The maximum number of audit entries that wait for Postgres. Further entries are dropped and counted.</summary>
    public int AuditQueue { get; set; } = 1_000;

    public RateLimit For(RateLimitPolicy policy) => policy switch
    {
        RateLimitPolicy.Default => Default,
        RateLimitPolicy.Register => Register,
        RateLimitPolicy.Login => Login,
        RateLimitPolicy.SecondFactor => SecondFactor,
        RateLimitPolicy.Refresh => Refresh,
        RateLimitPolicy.PasswordForgot => PasswordForgot,
        RateLimitPolicy.PasswordReset => PasswordReset,
        RateLimitPolicy.EmailResend => EmailResend,
        RateLimitPolicy.EmailVerify => EmailVerify,
        RateLimitPolicy.Passkey => Passkey,
        RateLimitPolicy.Export => Export,
        RateLimitPolicy.Client => Client,
        RateLimitPolicy.ClientAuthentication => ClientAuthentication,
        _ => throw new ArgumentOutOfRangeException(nameof(policy), policy, null),
    };

    internal sealed class Validator : IValidateOptions<RateLimitOptions>
    {
        public ValidateOptionsResult Validate(string? name, RateLimitOptions options)
        {
            var problems = new SettingProblems(Section);
            foreach (var policy in Enum.GetValues<RateLimitPolicy>())
            {
                var limit = options.For(policy);
                problems
                    .Require(
                        limit.Permits is >= 1 and <= RateLimit.MaximumPermits,
                        $"{policy}__{nameof(limit.Permits)}", limit.Permits, "1 to 1000000")
                    .Require(
                        limit.Window >= RateLimit.MinimumWindow && limit.Window <= RateLimit.MaximumWindow,
                        $"{policy}__{nameof(limit.Window)}", limit.Window, "00:00:01 to 1.00:00:00");
            }

            return problems
                .Require(
                    options.FallbackShare is > 0 and <= 1, nameof(FallbackShare), options.FallbackShare, "more than 0, at most 1")
                .Require(
                    options.FallbackBuckets is >= 1 and <= 1_000_000,
                    nameof(FallbackBuckets), options.FallbackBuckets, "1 to 1000000")
                .Require(
                    options.LocalBuckets is >= 1 and <= 1_000_000, nameof(LocalBuckets), options.LocalBuckets, "1 to 1000000")
                .Require(
                    options.FallbackSettleTime >= TimeSpan.Zero && options.FallbackSettleTime <= TimeSpan.FromHours(1),
                    nameof(FallbackSettleTime), options.FallbackSettleTime, "00:00:00 to 01:00:00")
                .Require(
                    options.AuditQueue is >= 1 and <= 1_000_000, nameof(AuditQueue), options.AuditQueue, "1 to 1000000")
                .ToResult();
        }
    }
}
