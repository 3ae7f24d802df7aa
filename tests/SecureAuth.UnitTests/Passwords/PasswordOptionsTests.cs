using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SecureAuth.Core;
using SecureAuth.Core.Passwords;
using SecureAuth.Core.Passwords.Hashing;
using Xunit;

namespace SecureAuth.UnitTests.Passwords;

public class PasswordOptionsTests
{
    private const string Pepper = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    [Fact]
    public void The_defaults_match_the_documentation()
    {
        var options = Read("Development");

        Assert.Equal(12, options.BcryptWorkFactor);
        Assert.Equal(12, options.MinimumLength);
        Assert.False(options.RequireUppercase || options.RequireDigit || options.RequireSymbol);
        Assert.True(options.MaximumWait == TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void Production_starts_with_a_pepper()
    {
        Assert.Equal(Pepper, Assert.Single(Read("Production", ("Peppers:0", Pepper)).Peppers));
    }

    [Fact]
    public void Production_does_not_start_without_a_pepper()
    {
        Assert.Contains("Passwords__Peppers__0", Refusal("Production"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4")]
    [InlineData("12")]
    [InlineData("16")]
    public void The_Testing_environment_allows_a_low_work_factor(string factor)
    {
        Assert.Equal(factor, Read("Testing", ("BcryptWorkFactor", factor)).BcryptWorkFactor.ToString(
            System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("Development", "4")]
    [InlineData("Production", "4")]
    [InlineData("Testing", "5")]
    [InlineData("Development", "11")]
    [InlineData("Development", "17")]
    [InlineData("Development", "many")]
    public void A_work_factor_out_of_range_stops_the_start(string environment, string factor)
    {
        var refusal = Refusal(environment, ("BcryptWorkFactor", factor), ("Peppers:0", Pepper));

        Assert.Contains("Passwords__BcryptWorkFactor", refusal, StringComparison.Ordinal);
        Assert.Contains(factor, refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("65")]
    public void A_minimum_length_out_of_range_stops_the_start(string length)
    {
        Assert.Contains("Passwords__MinimumLength", Refusal("Development", ("MinimumLength", length)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("not base64 at all, and yet of a length to be a pepper")]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg==")]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g")]
    [InlineData("")]
    public void A_pepper_that_is_not_32_bytes_stops_the_start_and_is_not_shown(string pepper)
    {
        var refusal = Refusal("Development", ("Peppers:0", Pepper), ("Peppers:1", pepper));

        Assert.Contains("Passwords__Peppers__1", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("Passwords__Peppers__0", refusal, StringComparison.Ordinal);
        if (pepper.Length > 0)
        {
            Assert.DoesNotContain(pepper, refusal, StringComparison.Ordinal);
        }
    }

    private static string Refusal(string environment, params (string Key, string Value)[] settings) =>
        Assert.Throws<OptionsValidationException>(() => Read(environment, settings)).Message;

    private static PasswordOptions Read(string environment, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                settings.Select(setting => KeyValuePair.Create<string, string?>("Passwords:" + setting.Key, setting.Value)))
            .Build();
        using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<IHostEnvironment>(new Environment(environment))
            .AddPasswords()
            .BuildServiceProvider();
        return services.GetRequiredService<IOptions<PasswordOptions>>().Value;
    }

    private sealed class Environment(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;

        public string ApplicationName { get; set; } = "tests";

        public string ContentRootPath { get; set; } = "/";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
