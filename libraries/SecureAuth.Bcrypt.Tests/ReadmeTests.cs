using System.Text.RegularExpressions;
using System.Threading.Channels;

namespace SecureAuth.Hashing.Tests;

public partial class ReadmeTests
{
    [Fact]
    public void Every_sample_of_the_README_is_compiled()
    {
        var compiled = Unindented(Resource("ReadmeSamples.cs"));
        var samples = CodeBlock().Matches(Resource("README.md")).Select(match => Unindented(match.Groups["code"].Value)).ToList();

        Assert.Equal(6, samples.Count);
        Assert.All(samples, sample => Assert.Contains(sample, compiled, StringComparison.Ordinal));
    }

    [Fact]
    public void The_samples_do_what_the_README_says()
    {
        Assert.True(ReadmeSamples.HashAndVerify().IsRight);
        Assert.Equal([true, false], ReadmeSamples.SeveralAtOnce());
        Assert.True(Bcrypt.Verify("correct horse battery staple", ReadmeSamples.LowLevel()));
        Assert.True(ReadmeSamples.VerifyFirst72Bytes(new string('x', 80), Bcrypt.Hash(new string('x', 72), 4)));
    }

    [Theory]
    [InlineData("password", 4, true, 1)]
    [InlineData("password", 12, true, 0)]
    [InlineData("another", 4, false, 0)]
    public async Task A_sign_in_hashes_again_where_the_work_factor_is_low(
        string password, int workFactor, bool expected, int saved)
    {
        List<string> hashes = [];
        var isRight = await ReadmeSamples.SignInAsync(password, Bcrypt.Hash("password", workFactor), hash =>
        {
            hashes.Add(hash);
            return Task.CompletedTask;
        });

        Assert.Equal(expected, isRight);
        Assert.Equal(saved, hashes.Count);
        Assert.All(hashes, hash => Assert.True(Bcrypt.Verify("password", hash)));
    }

    [Fact]
    public async Task A_worker_answers_all_waiting_callers()
    {
        var channel = Channel.CreateUnbounded<ReadmeSamples.SignIn>();
        var hash = Bcrypt.Hash("password 3", 4);
        var signIns = Enumerable.Range(0, 6).Select(i => new ReadmeSamples.SignIn($"password {i}", hash, new())).ToList();
        signIns.ForEach(signIn => channel.Writer.TryWrite(signIn));
        channel.Writer.Complete();

        await ReadmeSamples.WorkAsync(channel.Reader);

        var answers = await Task.WhenAll(signIns.Select(signIn => signIn.Answer.Task));
        Assert.Equal([false, false, false, true, false, false], answers);
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
