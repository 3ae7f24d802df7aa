using System.Security.Cryptography;
using FsCheck.Xunit;
using SecureAuth.Core.Sessions;

namespace SecureAuth.UnitTests.Sessions;

public class RefreshTokenTests
{
    private static readonly Guid Session = Guid.CreateVersion7(DateTimeOffset.UnixEpoch.AddYears(56));

    private readonly RefreshTokenKeys _keys = new(RandomNumberGenerator.GetBytes(32));

    [Fact]
    public void A_token_round_trips_its_session_and_generation()
    {
        var token = RefreshToken.Parse(_keys.Successor(_keys.First(Session)).Encode())!;

        Assert.Equal(Session, token.SessionId);
        Assert.Equal(1, token.Generation);
        Assert.True(_keys.Verify(token));
    }

    [Fact]
    public void A_token_starts_with_sart_and_has_a_fixed_length()
    {
        var text = _keys.First(Session).Encode();

        Assert.StartsWith("sart_", text, StringComparison.Ordinal);
        Assert.Equal(RefreshToken.Length, text.Length);
    }

    [Fact]
    public void A_predecessor_has_one_successor()
    {
        var first = _keys.First(Session);

        Assert.Equal(_keys.Successor(first).Encode(), _keys.Successor(RefreshToken.Parse(first.Encode())!).Encode());
    }

    [Fact]
    public void Another_server_key_derives_another_successor()
    {
        var first = _keys.First(Session);

        Assert.NotEqual(_keys.Successor(first).Encode(), new RefreshTokenKeys(new byte[32]).Successor(first).Encode());
    }

    [Fact]
    public void The_first_tokens_of_two_sign_ins_differ()
    {
        Assert.NotEqual(_keys.First(Session).Encode(), _keys.First(Session).Encode());
    }

    [Fact]
    public void The_secret_of_a_successor_does_not_repeat_that_of_its_predecessor()
    {
        var first = _keys.First(Session);

        Assert.False(first.Secret.SequenceEqual(_keys.Successor(first).Secret));
    }

    [Property]
    public void A_token_with_one_flipped_bit_fails_verification(byte position, byte bit)
    {
        var bytes = System.Buffers.Text.Base64Url.DecodeFromChars(_keys.First(Session).Encode().AsSpan("sart_".Length));
        bytes[position % bytes.Length] ^= (byte)(1 << (bit % 8));

        var forged = RefreshToken.Parse("sart_" + System.Buffers.Text.Base64Url.EncodeToString(bytes))!;

        Assert.False(_keys.Verify(forged));
    }

    [Property]
    public void Other_text_is_not_a_token(string? text)
    {
        Assert.Null(RefreshToken.Parse(text));
        Assert.Null(RefreshToken.Parse("sart_" + text));
    }

    [Theory]
    [InlineData("SART_")]
    [InlineData("sart-")]
    public void The_prefix_is_required(string prefix)
    {
        Assert.Null(RefreshToken.Parse(string.Concat(prefix, _keys.First(Session).Encode().AsSpan("sart_".Length))));
    }

    [Fact]
    public void A_token_is_never_printed()
    {
        var token = _keys.First(Session);

        Assert.DoesNotContain(token.Encode()["sart_".Length..], token.ToString(), StringComparison.Ordinal);
    }
}
