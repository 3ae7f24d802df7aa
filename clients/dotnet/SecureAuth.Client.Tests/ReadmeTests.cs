using System.Text.RegularExpressions;

namespace SecureAuth.Client.Tests;

public sealed partial class ReadmeTests
{
    [Theory]
    [InlineData("SecureAuth.Client.md", 7)]
    [InlineData("SecureAuth.Client.AspNetCore.md", 2)]
    public void Every_sample_of_the_README_is_compiled(string readme, int count)
    {
        var compiled = Unindented(Resource("ReadmeSamples.cs"));
        var samples = CodeBlock().Matches(Resource(readme)).Select(match => Unindented(match.Groups["code"].Value)).ToList();

        Assert.Equal(count, samples.Count);
        Assert.All(samples, sample => Assert.Contains(sample, compiled, StringComparison.Ordinal));
    }

    /// <summary>Otherwise "at most 15 minutes" would be 20.</summary>
    [Theory]
    [InlineData("SecureAuth.Client.AspNetCore.md")]
    [InlineData("Samples.Jwt.cs")]
    [InlineData("Samples.Revocations.cs")]
    public void Every_sample_with_JwtBearer_narrows_what_it_accepts(string sample)
    {
        var code = Resource(sample);

        Assert.Contains("TokenValidationParameters.ClockSkew = TimeSpan.FromSeconds(30);", code, StringComparison.Ordinal);
        Assert.Contains("TokenValidationParameters.ValidTypes = [\"at+jwt\"];", code, StringComparison.Ordinal);
    }

    private static string Resource(string name)
    {
        using var stream = typeof(ReadmeTests).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string Unindented(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim()));

    [GeneratedRegex(@"^ *```csharp\n(?<code>.*?)^ *```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
