using System.Net;
using System.Security.Cryptography;
using SecureAuth.Api.Credentials;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Devices;

namespace SecureAuth.UnitTests.Credentials;

/// <summary>Where a guess is counted, and as whom it waits.</summary>
public sealed class GuessTests
{
    private readonly DeviceKey _key = new(RandomNumberGenerator.GetBytes(32));
    private readonly Guess _stranger = new(
        RandomNumberGenerator.GetBytes(32), Guid.CreateVersion7(DateTimeOffset.UnixEpoch),
        new AuditEntry(
            AuditEvent.SignInRefused, AuditOutcome.Refused,
            new Actor(ActorKind.Client, Name: null, IPAddress.Loopback, UserAgent: null, RequestId: null, "trace")));

    [Fact]
    public void A_stranger_counts_at_the_account_and_is_not_known()
    {
        var guess = _stranger.ByDevice(null, _key);

        Assert.Equal(_stranger.Identifier, guess.Identifier);
        Assert.False(guess.Caller.IsKnown);
    }

    [Fact]
    public void Each_device_has_its_own_counter()
    {
        var (first, second) = (ByNewDevice(), ByNewDevice());

        Assert.NotEqual(_stranger.Identifier, first.Identifier);
        Assert.NotEqual(first.Identifier, second.Identifier);
        Assert.True(first.Caller.IsKnown);
    }

    /// <summary>Otherwise an account would have ten shares of the known callers' half of the queue.</summary>
    [Fact]
    public void The_devices_of_an_account_have_one_share_of_the_queue()
    {
        var (first, second) = (ByNewDevice(), ByNewDevice());

        Assert.Equal(first.Caller, second.Caller);
        Assert.Equal(_stranger.Caller.Account, first.Caller.Account);
    }

    private Guess ByNewDevice() => _stranger.ByDevice(Guid.CreateVersion7(DateTimeOffset.UnixEpoch), _key);
}
