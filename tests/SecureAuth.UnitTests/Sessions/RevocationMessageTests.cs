using SecureAuth.Core.Sessions;

namespace SecureAuth.UnitTests.Sessions;

public sealed class RevocationMessageTests
{
    private static readonly Guid[] Sessions =
        [Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), Guid.CreateVersion7(TimeProvider.System.GetUtcNow())];

    [Fact]
    public void A_message_arrives_as_it_was_sent()
    {
        var sent = new RevocationMessage("secureauth:{revocations:1:2:3}:tokens", MovesEpoch: true, Sessions);

        var received = RevocationMessage.Parse(sent.Encode());

        Assert.NotNull(received);
        Assert.Equal((sent.Server, true), (received.Server, received.MovesEpoch));
        Assert.Equal(Sessions, received.Sessions);
    }

    [Fact]
    public void A_message_about_roles_names_users_and_ends_no_session()
    {
        var sent = new RevocationMessage("secureauth:{revocations:1:2:3}:tokens", MovesEpoch: false, []) { Users = Sessions };

        var received = RevocationMessage.Parse(sent.Encode());

        Assert.NotNull(received);
        Assert.Equal((sent.Server, false), (received.Server, received.MovesEpoch));
        Assert.Equal(Sessions, received.Users);
        Assert.Empty(received.Sessions);
    }

    [Theory]
    [InlineData("")]
    [InlineData("server")]
    [InlineData("server later")]
    [InlineData("server none")]
    [InlineData("server some everything")]
    [InlineData("server some 0190b6f4-7c1e-7d3a-9f52-0c6a1b2d3e4f")]
    public void A_message_of_another_format_is_ignored(string message) => Assert.Null(RevocationMessage.Parse(message));
}
