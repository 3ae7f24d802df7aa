using System.Security.Cryptography;
using SecureAuth.Core.Devices;

namespace SecureAuth.UnitTests.Devices;

public sealed class DeviceKeyTests
{
    private static readonly byte[] Account = RandomNumberGenerator.GetBytes(32);
    private static readonly byte[] Another = RandomNumberGenerator.GetBytes(32);

    private readonly DeviceKey _key = new(RandomNumberGenerator.GetBytes(32));
    private readonly Guid _device = NewId();

    private static Guid NewId() => new(RandomNumberGenerator.GetBytes(16));

    [Fact]
    public void A_token_names_its_device_for_its_account_alone()
    {
        var token = _key.Derive(_device, Account);

        Assert.StartsWith("sadt_", token, StringComparison.Ordinal);
        Assert.Equal(_device, _key.Verify(token, Account));
        Assert.Null(_key.Verify(token, Another));
    }

    [Fact]
    public void A_device_always_has_the_same_token()
    {
        Assert.Equal(_key.Derive(_device, Account), _key.Derive(_device, Account));
        Assert.NotEqual(_key.Derive(_device, Account), _key.Derive(NewId(), Account));
    }

    [Fact]
    public void Another_server_cannot_issue_a_token()
    {
        var other = new DeviceKey(RandomNumberGenerator.GetBytes(32));

        Assert.Null(_key.Verify(other.Derive(_device, Account), Account));
    }

    [Fact]
    public void A_changed_token_is_refused_wherever_it_is_changed()
    {
        var token = _key.Derive(_device, Account);
        for (var i = 0; i < token.Length; i++)
        {
            var changed = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];
            Assert.Null(_key.Verify(changed, Account));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sadt_")]
    [InlineData("sadt_AAAA")]
    [InlineData("sadt_!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!")]
    [InlineData("sart_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Anything_else_is_refused(string? token)
    {
        Assert.Null(_key.Verify(token, Account));
    }

    [Fact]
    public void The_guesses_of_each_device_at_each_account_are_counted_apart()
    {
        byte[][] counters =
        [
            Account, _key.GuessesOf(_device, Account), _key.GuessesOf(_device, Another),
            _key.GuessesOf(NewId(), Account),
        ];

        Assert.Equal(4, counters.Select(Convert.ToHexString).Distinct().Count());
        Assert.Equal(counters[1], _key.GuessesOf(_device, Account));
    }
}
