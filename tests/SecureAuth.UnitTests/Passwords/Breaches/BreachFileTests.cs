using FsCheck.Xunit;
using SecureAuth.Core.Passwords.Breaches;

namespace SecureAuth.UnitTests.Passwords.Breaches;

public sealed class BreachFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    [Property]
    public void A_file_contains_exactly_the_passwords_whose_hashes_are_in_it(string[] breached, string[] others, bool counts)
    {
        var hashes = breached.Select(word => BreachCheck.HashOf(word ?? "")).Distinct().Order(StringComparer.Ordinal).ToArray();
        Write(hashes.Select(hash => counts ? hash + ":3" : hash));

        using var file = new BreachFile(_path);
        Assert.All(hashes, hash => Assert.True(Contains(file, hash)));
        Assert.All(
            others.Select(word => BreachCheck.HashOf(word ?? "")),
            hash => Assert.Equal(hashes.Contains(hash), Contains(file, hash)));
    }

    [Fact]
    public void A_line_may_be_the_beginning_of_a_hash()
    {
        var hash = BreachCheck.HashOf("password");
        Write(["0018A45C4D1D", hash[..12].ToLowerInvariant(), "FFFFFFFFFFFF"]);

        using var file = new BreachFile(_path);
        Assert.True(Contains(file, hash));
        Assert.False(Contains(file, BreachCheck.HashOf("another password")));
    }

    [Fact]
    public void A_beginning_is_found_behind_a_longer_line()
    {
        var hash = BreachCheck.HashOf("password");
        Write([hash[..10], hash[..12] + "0000", hash[..20] + "00000000"]);

        using var file = new BreachFile(_path);
        Assert.True(Contains(file, hash));
    }

    [Theory]
    [InlineData("5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8\n", true)]
    [InlineData("0018A45C4D1DEF8:1\r\n5BAA61E4C9B93F3:2\r\n", true)]
    [InlineData("5BAA61E4C9B93F3\n0018A45C4D1DEF8\n", false)]
    [InlineData("5BAA6\n", false)]
    [InlineData("password\n", false)]
    [InlineData("", false)]
    public void A_file_is_usable_if_it_has_hashes_in_ascending_order(string content, bool usable)
    {
        File.WriteAllText(_path, content);

        Assert.Equal(usable, BreachFile.IsUsable(_path));
    }

    public void Dispose() => File.Delete(_path);

    private void Write(IEnumerable<string> lines) => File.WriteAllLines(_path, lines);

    private static bool Contains(BreachFile file, string hash) =>
        file.ContainsAsync(hash, TestContext.Current.CancellationToken).Result == true;
}
