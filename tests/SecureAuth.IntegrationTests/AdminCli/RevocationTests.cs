using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.AdminCli;

/// <summary><c>sessions list</c> and every form of <c>tokens revoke</c>.</summary>
public sealed class RevocationTests(TestSystem system)
{
    private readonly TestClient _client = system.NewClient();

    [Fact]
    public async Task The_live_sessions_of_a_user_are_listed()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var other = await user.SignInAgainAsync();
        await _client.LogoutAsync(user.AccessToken);

        var listed = await Cli.RunAsync(system.Settings, "sessions", "list", user.Account.Email, "--output", "json");

        Assert.Equal(0, listed.ExitCode);
        var session = Assert.Single(listed.Json.GetProperty("sessions").EnumerateArray());
        Assert.Equal(other.SessionId.ToString(), session.GetProperty("id").GetString());
        Assert.Equal(_client.Address, session.GetProperty("ip").GetString());
        Assert.DoesNotContain("sart_", listed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_session_can_be_ended()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var other = await user.SignInAgainAsync();

        await RevokeAsync("", "--session", user.SessionId.ToString());

        await user.IsSignedOutAsync();
        Assert.Equal(HttpStatusCode.OK, (await _client.MeAsync(other.AccessToken)).Status);
        await IsAuditedAsync(AuditEvent.SessionRevoked, "session_id = $2", user.SessionId);
    }

    [Fact]
    public async Task All_sessions_of_a_user_can_be_ended()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var other = await user.SignInAgainAsync();
        var stranger = await SignedInUser.CreateAsync(_client);

        await RevokeAsync("", "--user", user.Account.Email);

        await user.IsSignedOutAsync();
        await other.IsSignedOutAsync();
        Assert.Equal(HttpStatusCode.OK, (await _client.MeAsync(stranger.AccessToken)).Status);
        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user.Account)).Status);
        await IsAuditedAsync(AuditEvent.UserSessionsRevoked, "user_id = $2", user.Id);
    }

    [Fact]
    public async Task A_refresh_token_from_standard_input_ends_its_session()
    {
        var user = await SignedInUser.CreateAsync(_client);

        var result = await RevokeAsync(user.RefreshToken + "\n", "--refresh-token-stdin");

        await user.IsSignedOutAsync();
        Assert.DoesNotContain(user.RefreshToken, result.ToString(), StringComparison.Ordinal);
        await IsAuditedAsync(AuditEvent.SessionRevoked, "session_id = $2", user.SessionId);
    }

    [Fact]
    public async Task A_forged_refresh_token_ends_no_session()
    {
        var user = await SignedInUser.CreateAsync(_client);

        var result = await Cli.RunAsync(
            system.Settings.ForOperators(),
            user.RefreshToken[..^4] + "AAAA\n",
            "tokens", "revoke", "--refresh-token-stdin", "--yes");

        Assert.Equal(3, result.ExitCode);
        Assert.Equal(HttpStatusCode.OK, (await _client.MeAsync(user.AccessToken)).Status);
    }

    [Fact]
    public async Task All_users_can_be_signed_out_and_can_sign_in_again()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var api = await own.StartApiAsync();
        var client = new TestClient(api);
        var first = await SignedInUser.CreateAsync(client);
        var second = await SignedInUser.CreateAsync(client);
        Assert.Equal(HttpStatusCode.OK, (await client.MeAsync(first.AccessToken)).Status);

        var unconfirmed = await Cli.RunAsync(own.Settings, "tokens", "revoke", "--all");
        Assert.Equal(4, unconfirmed.ExitCode);
        Assert.Equal(HttpStatusCode.OK, (await client.MeAsync(first.AccessToken)).Status);

        var result = await Cli.RunAsync(own.Settings, "tokens", "revoke", "--all", "--reason", "breach", "--yes");
        Assert.True(result.ExitCode == 0, result.ToString());

        await first.IsSignedOutAsync();
        await second.IsSignedOutAsync();
        Assert.Equal(HttpStatusCode.OK, (await client.MeAsync((await first.SignInAgainAsync()).AccessToken)).Status);
        var row = Assert.Single(await own.Database.AuditOfEventAsync(AuditEvent.AllSessionsRevoked));
        Assert.Equal("breach", row.Reason);

        // Another deployment on the same Redis is not affected.
        var elsewhere = await SignedInUser.CreateAsync(_client);
        Assert.Equal(HttpStatusCode.OK, (await _client.MeAsync(elsewhere.AccessToken)).Status);
    }

    private async Task<CliResult> RevokeAsync(string input, params string[] target)
    {
        var result = await Cli.RunAsync(
            system.Settings.ForOperators(), input, ["tokens", "revoke", .. target, "--reason", "lost phone", "--yes"]);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result;
    }

    private async Task IsAuditedAsync(AuditEvent @event, string condition, Guid subject)
    {
        var row = Assert.Single(await system.Database.AuditWhereAsync($"event = $1 AND {condition}", @event, subject));
        Assert.Equal(ActorKind.Operator, row.ActorKind);
        Assert.Equal("lost phone", row.Reason);
    }
}
