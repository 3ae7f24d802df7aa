using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Configuration;

namespace SecureAuth.UnitTests.Configuration;

public sealed class SecretFilesTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    [Theory]
    [InlineData("ConnectionStrings:secureauth")]
    [InlineData("ConnectionStrings:operator")]
    [InlineData("ConnectionStrings:migrations")]
    [InlineData("ConnectionStrings:redis")]
    [InlineData("Keys:Master:0")]
    [InlineData("Keys:Master:12")]
    [InlineData("Passwords:Peppers:1")]
    [InlineData("Email:Smtp:Password")]
    public void Every_secret_can_come_from_a_file(string key) => Assert.Equal("from a file", Read("from a file", key)[key]);

    [Theory]
    [InlineData("secret\n", "secret")]
    [InlineData("secret\r\n", "secret")]
    [InlineData("\ufeffsecret", "secret")]
    [InlineData(" two words \n", " two words ")]
    public void The_secret_is_the_content_without_the_line_break_at_its_end(string content, string secret) =>
        Assert.Equal(secret, Read(content, "Email:Smtp:Password")["Email:Smtp:Password"]);

    [Fact]
    public void A_list_may_mix_values_and_files()
    {
        var configuration = Read("old", "Passwords:Peppers:1", ("Passwords:Peppers:0", "new"));

        Assert.Equal(["new", "old"], configuration.GetSection("Passwords:Peppers").Get<string[]>()!);
    }

    [Fact]
    public void A_setting_that_is_no_secret_is_left_alone()
    {
        var configuration = Read("content", "Passwords:Breaches");

        Assert.Null(configuration["Passwords:Breaches"]);
        Assert.Equal(_file, configuration["Passwords:Breaches:File"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    public void An_empty_file_is_refused(string content) =>
        Assert.StartsWith("Keys__Master__0__File names a file that is empty", Refusal(content), StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_too_large_to_be_a_secret_is_refused() =>
        Assert.Contains("too large", Refusal(new string('a', (64 * 1024) + 1)), StringComparison.Ordinal);

    [Fact]
    public void A_file_of_the_largest_size_is_read() =>
        Assert.Equal(64 * 1024, Read(new string('a', 64 * 1024), "Keys:Master:0")["Keys:Master:0"]!.Length);

    [Fact]
    public void A_secret_and_its_file_at_once_are_refused() => Assert.Equal(
        "Keys__Master__0__File is set besides the secret itself; allowed: one of them",
        Refusal("content", ("Keys:Master:0", "value")));

    [Fact]
    public void Every_refused_file_is_named() => Assert.Equal(2, Refusals("", ("Keys:Master:1:File", "/nowhere/at/all")).Count());

    [Theory]
    [InlineData("marker-7f3a")]
    [InlineData("/marker-7f3a")]
    [InlineData("marker\0-7f3a")]
    public void A_path_that_could_be_the_secret_itself_is_not_repeated(string path)
    {
        var line = Assert.Single(Refusals("content", ("Keys:Master:1:File", path)));

        Assert.StartsWith("Keys__Master__1__File does not name a file", line, StringComparison.Ordinal);
        Assert.DoesNotContain("marker", line, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_file);

    private string Refusal(string content, params (string Key, string Value)[] others) =>
        Assert.Single(Refusals(content, others));

    private IEnumerable<string> Refusals(string content, params (string Key, string Value)[] others) =>
        Assert.Throws<OptionsValidationException>(() => Read(content, "Keys:Master:0", others)).Failures;

    private IConfigurationRoot Read(string content, string key, params (string Key, string Value)[] others)
    {
        File.WriteAllText(_file, content);
        return new ConfigurationBuilder()
            .AddInMemoryCollection(others.Append((Key: $"{key}:File", Value: _file))
                .Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .AddSecretFiles()
            .Build();
    }
}
