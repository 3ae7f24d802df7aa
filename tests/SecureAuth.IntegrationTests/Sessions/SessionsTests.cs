using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Sessions;

[Collection(nameof(PatientReplicas))]
public sealed class SessionsTests(TestSystem system, PatientReplicas replicas)
{
    [Fact]
    public async Task A_user_sees_where_they_are_signed_in()
    {
        var client = new TestClient(system.Api) { UserAgent = "device/1.0" };
        var user = await SignedInUser.CreateAsync(client);
        var second = await client.PostAsync(
            "/api/v1/auth/login", new { email = user.Account.Email, password = user.Account.Password, device_name = "Phone" });

        var response = await client.SessionsAsync(user.AccessToken);
        Assert.Equal(HttpStatusCode.OK, response.Status);
        var sessions = response.Json.GetProperty("sessions").EnumerateArray().ToList();
        Assert.Equal(
            [second["session_id"], user.SessionId.ToString()], sessions.Select(session => session.GetProperty("id").GetString()));
        Assert.Equal([false, true], sessions.Select(session => session.GetProperty("current").GetBoolean()));
        Assert.Equal(["Phone", null], sessions.Select(session => session.GetProperty("device_name").GetString()));
        Assert.All(sessions, session =>
        {
            Assert.Equal(
                ["amr", "created_at", "current", "device_name", "expires_at", "id", "ip", "last_used_at", "user_agent"],
                session.EnumerateObject().Select(member => member.Name).Order());
            Assert.Equal(
                ("device/1.0", client.Address),
                (session.GetProperty("user_agent").GetString(), session.GetProperty("ip").GetString()));
            Assert.Equal(["pwd"], session.GetProperty("amr").EnumerateArray().Select(method => method.GetString()));
            var created = session.GetProperty("created_at").GetDateTimeOffset();
            Assert.Equal(TimeSpan.FromDays(7), session.GetProperty("expires_at").GetDateTimeOffset() - created);
            Assert.Equal(created, session.GetProperty("last_used_at").GetDateTimeOffset());
        });
    }

    [Fact]
    public async Task A_refresh_updates_the_last_use_and_extends_the_session()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        await user.SignInAgainAsync();
        var refreshed = await user.RefreshedAsync();
        var first = (await user.Client.SessionsAsync(refreshed.AccessToken)).Json.GetProperty("sessions")[0];
        Assert.Equal(user.SessionId.ToString(), first.GetProperty("id").GetString());
        Assert.True(first.GetProperty("last_used_at").GetDateTimeOffset() > first.GetProperty("created_at").GetDateTimeOffset());
        Assert.Equal(
            TimeSpan.FromDays(7),
            first.GetProperty("expires_at").GetDateTimeOffset() - first.GetProperty("last_used_at").GetDateTimeOffset());
    }

    [Fact]
    public async Task Ending_other_sessions_when_there_are_none_is_not_recorded()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        Assert.Equal(HttpStatusCode.NoContent, (await user.Client.EndOtherSessionsAsync(user.AccessToken)).Status);
        Assert.Equal(0, await system.Database.AuditCountOfUserAsync(AuditEvent.UserSessionsRevoked, user.Id));
    }

    [Fact]
    public async Task One_session_can_be_ended_from_another()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        var lost = await user.SignInAgainAsync();
        Assert.Equal(HttpStatusCode.NoContent, (await user.Client.EndSessionAsync(user.AccessToken, lost.SessionId)).Status);
        await lost.IsRefusedWithinASecondAsync(system.Api, replicas.Second);
        Problems.Is("invalid_refresh_token", await lost.Client.RefreshAsync(lost.RefreshToken));
        Assert.Equal([user.SessionId], await user.SessionIdsAsync());
        Assert.Equal(HttpStatusCode.OK, (await user.Client.MeAsync(user.AccessToken)).Status);

        var row = Assert.Single(await system.Database.AuditOfUserAsync(user.Id), row => row.Event == AuditEvent.SessionRevoked);
        Assert.Equal((lost.SessionId, "by_user"), (row.SessionId!.Value, row.Reason));
    }

    [Fact]
    public async Task All_other_sessions_can_be_ended_at_once()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        var others = new[] { await user.SignInAgainAsync(), await user.SignInAgainAsync() };
        Assert.Equal(HttpStatusCode.NoContent, (await user.Client.EndOtherSessionsAsync(user.AccessToken)).Status);
        foreach (var other in others)
        {
            await other.IsRefusedWithinASecondAsync(system.Api, replicas.Second);
        }

        Assert.Equal([user.SessionId], await user.SessionIdsAsync());
        Assert.Equal(HttpStatusCode.OK, (await user.Client.RefreshAsync(user.RefreshToken)).Status);
        Assert.Equal(1, await system.Database.AuditCountOfUserAsync(AuditEvent.UserSessionsRevoked, user.Id));
    }

    [Fact]
    public async Task The_current_session_can_end_itself()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        Assert.Equal(HttpStatusCode.NoContent, (await user.Client.EndSessionAsync(user.AccessToken, user.SessionId)).Status);
        await user.IsRefusedWithinASecondAsync(system.Api, replicas.Second);
    }

    [Fact]
    public async Task Only_live_sessions_of_the_user_are_found()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        var stranger = await SignedInUser.CreateAsync(system.NewClient());
        var ended = await user.SignInAgainAsync();
        await user.Client.EndSessionAsync(user.AccessToken, ended.SessionId);
        foreach (var id in new[] { stranger.SessionId, ended.SessionId, Guid.CreateVersion7(TimeProvider.System.GetUtcNow()) })
        {
            Problems.Is("not_found", await user.Client.EndSessionAsync(user.AccessToken, id));
        }

        var noId = await user.Client.CallAsync(HttpMethod.Delete, "/api/v1/users/me/sessions/all", null, user.AccessToken);
        Problems.Is("not_found", noId);
        Assert.Equal(HttpStatusCode.OK, (await stranger.Client.MeAsync(stranger.AccessToken)).Status);
    }

    [Theory]
    [InlineData("expires_at")]
    [InlineData("absolute_expires_at")]
    public async Task Either_lifetime_ends_a_session(string column)
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        var other = await user.SignInAgainAsync();
        await system.Database.ExecuteAsync(
            $"UPDATE sessions SET {column} = clock_timestamp() - interval '1 second' WHERE id = $1", other.SessionId);
        Problems.Is("invalid_refresh_token", await other.Client.RefreshAsync(other.RefreshToken));
        Assert.Equal([user.SessionId], await user.SessionIdsAsync());
    }

    [Fact]
    public async Task No_refresh_extends_a_session_past_its_absolute_lifetime()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        await system.Database.ExecuteAsync(
            "UPDATE sessions SET absolute_expires_at = clock_timestamp() + interval '5 minutes' WHERE id = $1", user.SessionId);
        var response = await user.Client.RefreshAsync(user.RefreshToken);
        Assert.InRange(response.Json.GetProperty("refresh_expires_in").GetInt32(), 1, 300);
        Assert.InRange(response.Json.GetProperty("expires_in").GetInt32(), 1, 300);
    }
}
