using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SecureAuth.Api;
using SecureAuth.Core.RateLimiting;

namespace SecureAuth.UnitTests.RateLimiting;

public sealed class RateLimitOptionsTests
{
    [Theory]
    [InlineData("Register", 3, 3600)]
    [InlineData("Login", 5, 60)]
    [InlineData("SecondFactor", 5, 60)]
    [InlineData("Refresh", 30, 60)]
    [InlineData("PasswordForgot", 3, 3600)]
    [InlineData("PasswordReset", 5, 3600)]
    [InlineData("EmailResend", 3, 3600)]
    [InlineData("EmailVerify", 10, 3600)]
    [InlineData("Passkey", 10, 60)]
    [InlineData("Export", 30, 3600)]
    [InlineData("Client", 6000, 60)]
    [InlineData("ClientAuthentication", 30, 60)]
    [InlineData("Default", 300, 60)]
    public void The_defaults_match_the_contract(string policy, int permits, int seconds)
    {
        var limit = Bind().For(Enum.Parse<RateLimitPolicy>(policy));

        Assert.Equal((permits, seconds), (limit.Permits, limit.Window.TotalSeconds));
    }

    [Fact]
    public void Each_policy_is_set_by_its_own_keys()
    {
        foreach (var policy in Enum.GetValues<RateLimitPolicy>())
        {
            var limit = Bind(($"{policy}:Permits", "77"), ($"{policy}:Window", "00:00:09")).For(policy);

            Assert.Equal((77, 9), (limit.Permits, limit.Window.TotalSeconds));
        }
    }

    [Theory]
    [InlineData("Login", "Permits", "0")]
    [InlineData("Default", "Permits", "1000001")]
    [InlineData("Register", "Window", "00:00:00.9990000")]
    [InlineData("SecondFactor", "Window", "1.00:00:01")]
    public void A_value_out_of_range_is_refused_in_one_line_that_names_its_key(string policy, string key, string value)
    {
        var error = Assert.Throws<OptionsValidationException>(() => Bind(($"{policy}:{key}", value)));

        var line = Assert.Single(error.Failures);
        Assert.StartsWith($"RateLimits__{policy}__{key} is '{value}'; allowed: ", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1.5")]
    [InlineData("NaN")]
    public void The_share_without_Redis_is_a_fraction(string share)
    {
        var error = Assert.Throws<OptionsValidationException>(() => Bind(("FallbackShare", share)));

        Assert.StartsWith("RateLimits__FallbackShare is ", Assert.Single(error.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, 0.5, 2)]
    [InlineData(3, 0.5, 1)]
    [InlineData(1, 0.5, 1)]
    [InlineData(300, 1, 300)]
    public void A_share_is_rounded_down_but_never_to_zero(int permits, double share, int expected) =>
        Assert.Equal(expected, new RateLimit(permits, TimeSpan.FromMinutes(1)).Share(share).Permits);

    private static RateLimitOptions Bind(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting =>
                KeyValuePair.Create($"RateLimits:{setting.Key}", (string?)setting.Value)))
            .Build();
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddRateLimits()
            .BuildServiceProvider()
            .GetRequiredService<IOptions<RateLimitOptions>>().Value;
    }
}
