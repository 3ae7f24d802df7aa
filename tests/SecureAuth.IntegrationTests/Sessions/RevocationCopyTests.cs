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

    [Fact]
    public async Task A_hundred_thousand_sessions_that_end_at_once_are_copied_to_Redis()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var api = await HostedApi.StartAsync(own.Settings.ForApi());
        var user = await SignedInUser.CreateAsync(new TestClient(api));

        await own.Database.ExecuteAsync(
            """
            INSERT INTO sessions (id, user_id, created_at, authenticated_at, last_used_at, expires_at, absolute_expires_at,
                generation, token_hash, authentication_methods, revoked_at, revoked_reason, revoked_xid)
            SELECT CASE WHEN n > 0 THEN gen_random_uuid() ELSE 'ffffffff-ffff-7fff-bfff-ffffffffffff' END,
                s.user_id, s.created_at, s.created_at, s.created_at, s.expires_at, s.expires_at,
                0, s.token_hash, '{pwd}', now(), 1, pg_current_xact_id()
            FROM sessions s, generate_series(0, 100000) n WHERE s.id = $1
            """,
            user.SessionId);

        // It comes last, and with it a marker that vouches for all of them.
        await using var connection = await ConnectionMultiplexer.ConnectAsync(system.Redis.ConnectionString);
        var redis = connection.GetDatabase();
        var key = await own.RevocationKeyAsync();
        await Eventually.IsTrueAsync(
            async () => await redis.HashExistsAsync(key, "ffffffffffff7fffbfffffffffffffff"), "the last one is in Redis");
        Assert.InRange(await redis.HashLengthAsync(key), 100_001, 100_010);
        await Eventually.IsTrueAsync(
            async () => (long)await redis.HashGetAsync(key, "fresh_until")
                > TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(),
            "the marker is renewed");
        Assert.Equal(HttpStatusCode.OK, (await user.Client.MeAsync(user.AccessToken)).Status);
    }
}
