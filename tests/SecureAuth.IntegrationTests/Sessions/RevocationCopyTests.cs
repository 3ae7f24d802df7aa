using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Sessions;

/// <summary>A <see cref="StillReplica"/> shows what a message does, and what the age of a copy does.</summary>
public sealed class RevocationCopyTests(TestSystem system)
{
    [Fact]
    public async Task Another_replica_learns_of_a_sign_out_by_a_message()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        await using var still = await StillReplica.StartAsync(system);
        Assert.Equal(HttpStatusCode.OK, await still.StatusAsync(user));

        await user.Client.LogoutAsync(user.AccessToken);

        await Eventually.IsTrueAsync(
            async () => await still.StatusAsync(user) == HttpStatusCode.Unauthorized, "the replica refuses the token");
    }

    [Fact]
    public async Task Without_a_message_a_revocation_holds_when_the_copy_is_a_second_old()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        await using var still = await StillReplica.StartAsync(system);
        await system.Database.ExecuteAsync(
            "UPDATE sessions SET revoked_at = clock_timestamp(), revoked_xid = pg_current_xact_id() WHERE id = $1",
            user.SessionId);
        Assert.Equal(HttpStatusCode.OK, await still.StatusAsync(user));

        still.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(HttpStatusCode.Unauthorized, await still.StatusAsync(user));
    }
}
