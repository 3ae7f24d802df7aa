using System.Net;
using SecureAuth.IntegrationTests.Races;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.OAuth;

/// <summary>A service learns what a valid token says, and of any other token nothing.</summary>
public sealed class IntrospectionTests(TestSystem system, TokenForge forge) : IClassFixture<TokenForge>
{
    private readonly TestClient _client = system.NewClient();
    private readonly ServiceCaller _service = system.NewService();

    [Fact]
    public async Task An_access_token_is_active_with_its_claims()
    {
        var user = await SignedInUser.CreateAsync(_client);
        await system.Database.ExecuteAsync(
            """
            WITH role AS (
                INSERT INTO roles (id, name, normalized_name) VALUES (gen_random_uuid(), $2, upper($2)) RETURNING id)
            INSERT INTO user_roles (user_id, role_id) SELECT $1, id FROM role
            """,
            user.Id, $"role-{user.Id:N}");
        user = await user.RefreshedAsync();

        var response = await _service.IntrospectAsync(user.AccessToken);

        Assert.Equal(HttpStatusCode.OK, response.Status);
        Assert.Equal("application/json", response.ContentType);
        Assert.Equal("max-age=1, private", response.Headers.CacheControl!.ToString());
        var claims = Jwt.Read(user.AccessToken).Claims;
        Assert.Equal(
            $$"""
            {"active":true,"token_type":"Bearer","iss":"{{Settings.Issuer}}","aud":"{{Settings.Audience}}","sub":"{{user.Id}}",
            "sid":"{{user.SessionId}}","jti":"{{claims["jti"]}}","iat":{{claims["iat"]}},"nbf":{{claims["nbf"]}},
            "exp":{{claims["exp"]}},"auth_time":{{claims["auth_time"]}},"amr":["pwd"],"roles":["role-{{user.Id:N}}"]}
            """.ReplaceLineEndings(""),
            response.Body);
    }

    [Fact]
    public async Task A_user_without_roles_has_an_empty_list_of_them()
    {
        var user = await SignedInUser.CreateAsync(_client);

        var roles = (await _service.IntrospectAsync(user.AccessToken)).Json.GetProperty("roles");

        Assert.Equal(0, roles.GetArrayLength());
    }

    [Fact]
    public async Task A_refresh_token_is_active_with_its_session_and_is_not_used()
    {
        var user = await SignedInUser.CreateAsync(_client);

        var response = await _service.IntrospectAsync(user.RefreshToken);

        Assert.Equal(
            ["active", "token_type", "iss", "sub", "sid", "iat", "exp"],
            response.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(
            ("refresh_token", Settings.Issuer, $"{user.Id}", $"{user.SessionId}"),
            (response["token_type"], response["iss"], response["sub"], response["sid"]));
        var lifetime = Seconds(response, "exp") - Seconds(response, "iat");
        Assert.InRange(lifetime, TimeSpan.FromDays(7).TotalSeconds - 1, TimeSpan.FromDays(7).TotalSeconds + 1);
        Assert.Equal(HttpStatusCode.OK, (await _client.RefreshAsync(user.RefreshToken)).Status);
    }

    [Fact]
    public async Task A_used_refresh_token_is_inactive_and_does_not_count_as_stolen()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var refreshed = await user.RefreshedAsync();
        Assert.False(await _service.IsActiveAsync(user.RefreshToken));

        await system.Database.ExecuteAsync(
            "UPDATE sessions SET rotated_at = rotated_at - interval '1 hour' WHERE id = $1", user.SessionId);

        await IsInactiveAsync(user.RefreshToken);
        Assert.True(await _service.IsActiveAsync(refreshed.RefreshToken));
        await refreshed.RefreshedAsync();
    }

    [Fact]
    public async Task Fifty_parallel_questions_about_a_refresh_token_leave_it_unused()
    {
        var user = await SignedInUser.CreateAsync(_client);

        var responses = await Race.RunAsync(Enumerable.Range(0, Race.Callers).Select(i => (Func<Task<Response>>)(
            () => i == 25 ? _client.RefreshAsync(user.RefreshToken) : _service.IntrospectAsync(user.RefreshToken))));

        responses.AreAll(HttpStatusCode.OK);
        Assert.False(await _service.IsActiveAsync(user.RefreshToken));
        var successor = responses[25]["refresh_token"];
        Assert.Equal(HttpStatusCode.OK, (await _client.RefreshAsync(successor)).Status);
    }

    [Fact]
    public async Task After_a_sign_out_both_tokens_are_inactive()
    {
        var user = await SignedInUser.CreateAsync(_client);
        Assert.True(await _service.IsActiveAsync(user.AccessToken));

        await _client.LogoutAsync(user.AccessToken);

        await IsInactiveAsync(user.AccessToken);
        await IsInactiveAsync(user.RefreshToken);
    }

    [Fact]
    public async Task The_tokens_of_a_disabled_user_are_inactive_within_a_second()
    {
        var user = await SignedInUser.CreateAsync(_client);

        await Cli.SucceedAsync(system.Settings.ForOperators(), "users", "disable", user.Account.Email, "--yes");

        await BecomesInactiveAsync(user.AccessToken);
        await IsInactiveAsync(user.RefreshToken);
    }

    [Fact]
    public async Task The_tokens_of_a_deleted_user_are_inactive()
    {
        var user = await SignedInUser.CreateAsync(_client);

        var deleted = await _client.CallAsync(HttpMethod.Delete, "/api/v1/users/me", null, user.AccessToken);

        Assert.Equal(HttpStatusCode.NoContent, deleted.Status);
        await BecomesInactiveAsync(user.AccessToken);
        await IsInactiveAsync(user.RefreshToken);
    }

    [Fact]
    public async Task An_expired_token_is_inactive_without_the_tolerance_for_clocks()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        string Expiring(long seconds) => forge.Sign(Jwt.Read(user.AccessToken).With("exp", now + seconds));

        Assert.True(await _service.IsActiveAsync(Expiring(60)));
        await IsInactiveAsync(Expiring(-1));
        Assert.Equal(HttpStatusCode.OK, (await _client.MeAsync(Expiring(-1))).Status);
    }

    [Fact]
    public async Task An_expired_session_has_no_active_refresh_token()
    {
        var user = await SignedInUser.CreateAsync(_client);

        await system.Database.ExecuteAsync(
            "UPDATE sessions SET expires_at = now() - interval '1 second' WHERE id = $1", user.SessionId);

        await IsInactiveAsync(user.RefreshToken);
    }

    [Theory]
    [InlineData("iss", "\"https://evil.test\"")]
    [InlineData("aud", "\"others\"")]
    [InlineData("sub", "\"nobody\"")]
    [InlineData("sid", "\"nothing\"")]
    [InlineData("exp", "null")]
    public async Task A_token_that_is_signed_for_something_else_is_inactive(string claim, string value)
    {
        var user = await SignedInUser.CreateAsync(_client);
        var token = Jwt.Read(user.AccessToken).With(claim, System.Text.Json.Nodes.JsonNode.Parse(value));

        await IsInactiveAsync(forge.Sign(token));
    }

    [Fact]
    public async Task A_forged_token_is_inactive()
    {
        var user = await SignedInUser.CreateAsync(_client);

        await IsInactiveAsync(Jwt.Read(user.AccessToken).With("sub", $"{Guid.AllBitsSet}").ToString());
        await IsInactiveAsync(forge.Sign(Jwt.Read(user.AccessToken).WithHeader("typ", "JWT")));
        await IsInactiveAsync(user.RefreshToken[..^1] + (user.RefreshToken[^1] == 'A' ? 'B' : 'A'));
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("sart_")]
    [InlineData("sart_garbage")]
    [InlineData("a.b.c")]
    [InlineData("..")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    [InlineData(" ")]
    [InlineData("\0")]
    [InlineData("🚋")]
    public Task Anything_else_is_inactive(string token) => IsInactiveAsync(token);

    [Fact]
    public async Task A_very_long_token_is_inactive()
    {
        await IsInactiveAsync(new string('x', 16_000));
        await IsInactiveAsync($"{new string('x', 5_000)}.{new string('x', 5_000)}.{new string('x', 5_000)}");
    }

    [Fact]
    public async Task Other_tokens_of_the_server_are_inactive_and_still_work()
    {
        var enrolled = await EnrolledUser.CreateAsync(system.Database, _client);
        var challenge = await enrolled.ChallengeAsync();
        await IsInactiveAsync(challenge);
        await IsInactiveAsync(enrolled.User.DeviceToken!);
        Assert.Equal(
            HttpStatusCode.OK, (await _client.CompleteAsync(challenge, enrolled.RecoveryCodes[0])).Status);

        await _client.ForgotAsync(enrolled.User.Account.Email);
        var mailed = (await system.MailboxOf(enrolled.User.Account.Email).WaitAsync(MailSubjects.Reset)).Token!;
        await IsInactiveAsync(mailed);
        Assert.Equal(HttpStatusCode.NoContent, (await _client.ResetAsync(mailed, NewUser.StrongPassword())).Status);
    }

    /// <summary>Answers nothing but that, with the same headers as for an active token.</summary>
    private async Task IsInactiveAsync(string token)
    {
        var response = await _service.IntrospectAsync(token);

        Assert.Equal((HttpStatusCode.OK, "{\"active\":false}"), (response.Status, response.Body));
        Assert.Equal("max-age=1, private", response.Headers.CacheControl!.ToString());
    }

    private Task BecomesInactiveAsync(string token) => Eventually.IsTrueAsync(
        async () => !await _service.IsActiveAsync(token), "the token is inactive", TimeSpan.FromSeconds(1));

    private static long Seconds(Response response, string member) => response.Json.GetProperty(member).GetInt64();
}
