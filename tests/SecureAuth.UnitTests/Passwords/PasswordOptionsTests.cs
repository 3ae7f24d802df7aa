using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SecureAuth.Core;
using SecureAuth.Core.Passwords;
using SecureAuth.Core.Passwords.Breaches;
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
        Assert.Equal(PasswordAlgorithm.Bcrypt, options.Algorithm);
        Assert.Equal(
            (19_456, 2, 1), (options.Argon2.MemoryKiB, options.Argon2.Iterations, options.Argon2.Parallelism));
        Assert.Equal(512, options.HashMemoryMiB);

        var breaches = Read<BreachOptions>("Development");
        Assert.Null(breaches.RangeUrl);
        Assert.Null(breaches.File);
        Assert.Equal(TimeSpan.FromMilliseconds(300), breaches.Timeout);
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

    /// <summary>Each combination is one that OWASP considers strong enough, or more than that.</summary>
    [Theory]
    [InlineData("1", "47104", "1")]
    [InlineData("2", "19456", "1")]
    [InlineData("3", "12288", "1")]
    [InlineData("4", "9216", "1")]
    [InlineData("5", "7168", "4")]
    [InlineData("16", "7168", "1")]
    [InlineData("4", "262144", "16")]
    public void A_strong_cost_of_Argon2id_is_accepted(string iterations, string memory, string parallelism)
    {
        var argon2 = Read("Production", [("Peppers:0", Pepper), .. Argon2(iterations, memory, parallelism)]).Argon2;

        Assert.Equal($"{iterations} {memory} {parallelism}", $"{argon2.Iterations} {argon2.MemoryKiB} {argon2.Parallelism}");
    }

    [Theory]
    [InlineData("1", "47103", "1", "MemoryKiB")]
    [InlineData("2", "19455", "1", "MemoryKiB")]
    [InlineData("5", "7167", "1", "MemoryKiB")]
    [InlineData("2", "262145", "1", "MemoryKiB")]
    [InlineData("5", "262144", "1", "MemoryKiB")]
    [InlineData("2", "much", "1", "MemoryKiB")]
    [InlineData("0", "47104", "1", "Iterations")]
    [InlineData("17", "19456", "1", "Iterations")]
    [InlineData("2", "19456", "0", "Parallelism")]
    [InlineData("2", "19456", "17", "Parallelism")]
    public void A_cost_of_Argon2id_out_of_range_stops_the_start(
        string iterations, string memory, string parallelism, string key) => Assert.Contains(
        $"Passwords__Argon2__{key}",
        Refusal("Development", Argon2(iterations, memory, parallelism)),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("Algorithm", "Md5")]
    [InlineData("Algorithm", "7")]
    [InlineData("HashMemoryMiB", "255")]
    [InlineData("HashMemoryMiB", "65537")]
    [InlineData("Workers", "-1")]
    [InlineData("MaximumWait", "00:01:00")]
    [InlineData("Engine", "9")]
    public void A_setting_of_the_hash_queue_out_of_range_stops_the_start(string key, string value) =>
        Assert.Contains($"Passwords__{key}", Refusal("Development", (key, value)), StringComparison.Ordinal);

    [Theory]
    [InlineData("https://api.pwnedpasswords.com/range/")]
    [InlineData("http://localhost:8080/range/")]
    public void A_range_service_is_asked_over_TLS_or_on_this_host(string address) => Assert.Equal(
        address, Read<BreachOptions>("Production", ("Peppers:0", Pepper), ("Breaches:RangeUrl", address)).RangeUrl?.ToString());

    [Theory]
    [InlineData("RangeUrl", "http://ranges.example.com/")]
    [InlineData("RangeUrl", "ftp://ranges.example.com/")]
    [InlineData("RangeUrl", "range/")]
    [InlineData("File", "/there/is/no/such/file")]
    [InlineData("Timeout", "00:00:00.049")]
    [InlineData("Timeout", "00:00:05.001")]
    [InlineData("Timeout", "soon")]
    public void A_setting_of_the_breach_check_out_of_range_stops_the_start(string key, string value)
    {
        var refusal = Assert.Throws<OptionsValidationException>(
            () => Read<BreachOptions>("Development", ("Breaches:" + key, value))).Message;

        Assert.Contains($"Passwords__Breaches__{key}", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_and_a_range_service_together_stop_the_start() => Assert.Contains(
        "Passwords__Breaches__File",
        Assert.Throws<OptionsValidationException>(() => Read<BreachOptions>(
            "Development", ("Breaches:RangeUrl", "https://ranges.example.com/"), ("Breaches:File", "/etc/hosts"))).Message,
        StringComparison.Ordinal);

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

    private static (string Key, string Value)[] Argon2(string iterations, string memory, string parallelism) =>
        [("Argon2:Iterations", iterations), ("Argon2:MemoryKiB", memory), ("Argon2:Parallelism", parallelism)];

    private static PasswordOptions Read(string environment, params (string Key, string Value)[] settings) =>
        Read<PasswordOptions>(environment, settings);

    private static T Read<T>(string environment, params (string Key, string Value)[] settings)
        where T : class
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
        return services.GetRequiredService<IOptions<T>>().Value;
    }

    private sealed class Environment(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;

        public string ApplicationName { get; set; } = "tests";

        public string ContentRootPath { get; set; } = "/";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
