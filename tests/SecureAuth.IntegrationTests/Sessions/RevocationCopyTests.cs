using System.Net;
using SecureAuth.IntegrationTests.Stack;
using StackExchange.Redis;

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

    [Fact]
    public async Task Redis_does_not_answer_by_a_marker_of_a_server_whose_clock_was_ahead()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var still = await StillReplica.StartAsync(system, own.Settings.ForApi());
        var user = await SignedInUser.CreateAsync(new TestClient(still.Http));
        await own.Database.ExecuteAsync(
            "UPDATE sessions SET revoked_at = clock_timestamp(), revoked_xid = pg_current_xact_id() WHERE id = $1",
            user.SessionId);
        Assert.Equal(HttpStatusCode.OK, await still.StatusAsync(user));

        // The message makes the copy of the process incomplete, so the replica asks Redis.
        await using var connection = await ConnectionMultiplexer.ConnectAsync(system.Redis.ConnectionString);
        var key = await own.RevocationKeyAsync();
        var anHourAhead = TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds();
        await connection.GetDatabase().HashSetAsync(key, "fresh_until", anHourAhead);
        await connection.GetSubscriber().PublishAsync(RedisChannel.Literal("secureauth:revoked"), $"{key} all");

        await Eventually.IsTrueAsync(
            async () => await still.StatusAsync(user) == HttpStatusCode.Unauthorized, "the replica asks PostgreSQL");
    }
}
