using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using FsCheck.Xunit;
using SecureAuth.Core.SecondFactor;

namespace SecureAuth.UnitTests.SecondFactor;

public sealed class TotpTests
{
    private const int Step = 30;

    private static readonly byte[] Secret = "12345678901234567890"u8.ToArray();

    /// <summary>RFC 6238, appendix B, for SHA-1. An app with six digits shows the last six of the eight.</summary>
    [Theory]
    [InlineData(59, "94287082")]
    [InlineData(1111111109, "07081804")]
    [InlineData(1111111111, "14050471")]
    [InlineData(1234567890, "89005924")]
    [InlineData(2000000000, "69279037")]
    [InlineData(20000000000, "65353130")]
    public void The_test_vectors_of_RFC_6238_are_accepted(long seconds, string code) =>
        Assert.Equal(seconds / Step, Totp.MatchStep(Secret, code[2..], At(seconds)));

    [Property]
    public void Only_the_current_and_the_previous_step_are_accepted(uint seconds, sbyte distance)
    {
        var now = seconds + 128L * Step;
        var step = now / Step + distance;
        var code = CodeOf(step);
        var lucky = code == CodeOf(now / Step) || code == CodeOf(now / Step - 1);
        var expected = distance is 0 or -1 ? step : (long?)null;
        Assert.True(Totp.MatchStep(Secret, code, At(now)) == expected || (expected is null && lucky));
    }

    [Fact]
    public void A_step_lasts_exactly_thirty_seconds()
    {
        var code = CodeOf(100);
        Assert.Null(Totp.MatchStep(Secret, code, At(100 * Step).AddTicks(-1)));
        Assert.Equal(100, Totp.MatchStep(Secret, code, At(100 * Step)));
        Assert.Equal(100, Totp.MatchStep(Secret, code, At(102 * Step).AddTicks(-1)));
        Assert.Null(Totp.MatchStep(Secret, code, At(102 * Step)));
    }

    /// <summary>With <c>Accounts__AcceptPreviousCode=false</c>, no code lives for longer than it is shown.</summary>
    [Fact]
    public void If_the_previous_code_is_not_accepted_a_code_ends_with_its_step()
    {
        var code = CodeOf(100);
        Assert.Null(Totp.MatchStep(Secret, code, At(100 * Step).AddTicks(-1), acceptPrevious: false));
        Assert.Equal(100, Totp.MatchStep(Secret, code, At(100 * Step), acceptPrevious: false));
        Assert.Equal(100, Totp.MatchStep(Secret, code, At(101 * Step).AddTicks(-1), acceptPrevious: false));
        Assert.Null(Totp.MatchStep(Secret, code, At(101 * Step), acceptPrevious: false));
    }

    [Theory]
    [InlineData("")]
    [InlineData("28708")]
    [InlineData("0287082")]
    [InlineData("94287082")]
    [InlineData(" 287082")]
    [InlineData("287082 ")]
    [InlineData("２８７０８２")]
    [InlineData("٢٨٧٠٨٢")]
    public void Only_six_ASCII_digits_are_a_code(string typed)
    {
        Assert.NotNull(Totp.MatchStep(Secret, "287082", At(59)));
        Assert.Null(Totp.MatchStep(Secret, typed, At(59)));
    }

    [Fact]
    public void The_key_URI_has_every_parameter_that_an_app_needs()
    {
        var uri = Totp.KeyUri(Secret, "auth.example.com", "ann@example.com");
        Assert.Equal(
            "otpauth://totp/auth.example.com:ann%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
            + "&issuer=auth.example.com&algorithm=SHA1&digits=6&period=30",
            uri);
    }

    [Theory]
    [InlineData("a&secret=X", "b@c")]
    [InlineData("a:b/c?d#e", "f+g%h@i")]
    [InlineData("Bücher", "Ä ö@é")]
    public void No_name_breaks_the_key_URI(string issuer, string account)
    {
        var uri = new Uri(Totp.KeyUri(Secret, issuer, account));
        var parameters = uri.Query.TrimStart('?').Split('&').Select(p => p.Split('=')).ToList();
        Assert.Equal("totp", uri.Host);
        Assert.Empty(uri.Fragment);
        Assert.Equal(["secret", "issuer", "algorithm", "digits", "period"], parameters.Select(p => p[0]));
        Assert.Equal(issuer, Uri.UnescapeDataString(parameters[1][1]));
        Assert.Equal([issuer, account], uri.AbsolutePath[1..].Split(':').Select(Uri.UnescapeDataString));
    }

    /// <summary>An independent implementation of RFC 4226.</summary>
    private static string CodeOf(long step)
    {
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // The algorithm that every authenticator app uses.
        var hash = HMACSHA1.HashData(Secret, counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    private static DateTimeOffset At(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds);
}
