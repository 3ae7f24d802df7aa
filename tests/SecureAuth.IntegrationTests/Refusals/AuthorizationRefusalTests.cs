using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Refusals;

/// <summary>Calls that a token does not allow are recorded, at most once a minute for each address and reason.</summary>
public sealed class AuthorizationRefusalTests(TestSystem system, TokenForge forge) : IClassFixture<TokenForge>
{
    private readonly TestClient _client = system.NewClient();

    [Fact]
    public async Task A_stale_token_is_recorded()
    {
        var user = await (await SignedInUser.CreateAsync(_client)).StaleAsync(system);

        Problems.Is("reauthentication_required", await _client.SetUpAsync(user.AccessToken));

        await IsRecordedAsync("not_fresh", user);
    }

    [Fact]
    public async Task A_token_without_the_second_factor_is_recorded()
    {
        var user = (await EnrolledUser.CreateAsync(system.Database, _client)).User;

        Problems.Is("second_factor_required", await _client.RenewRecoveryCodesAsync(user.AccessToken));

        await IsRecordedAsync("second_factor_missing", user);
    }

    [Fact]
    public async Task A_forged_token_is_recorded()
    {
        var user = await SignedInUser.CreateAsync(_client);

        Problems.Is(
            "invalid_token", await _client.MeAsync(Jwt.Read(user.AccessToken).With("sub", NewUser.Create().Email).ToString()));

        await IsRecordedAsync("forged_token", user: null);
    }

    [Theory]
    [InlineData("iss", "\"https://evil.test\"")]
    [InlineData("aud", "\"others\"")]
    [InlineData("sub", "\"nobody\"")]
    [InlineData("sid", "\"nothing\"")]
    public async Task A_token_with_an_impossible_claim_is_recorded(string claim, string value)
    {
        var user = await SignedInUser.CreateAsync(_client);
        var token = Jwt.Read(user.AccessToken).With(claim, System.Text.Json.Nodes.JsonNode.Parse(value));

        Problems.Is("invalid_token", await _client.MeAsync(forge.Sign(token)));

        await IsRecordedAsync("forged_token", user: null);
    }

    [Fact]
    public async Task Garbage()
    {
        Problems.Is("invalid_token", await _client.MeAsync("garbage"));

        await IsRecordedAsync("forged_token", user: null);
    }

    [Fact]
    public async Task A_revoked_token_is_recorded()
    {
        var user = await SignedInUser.CreateAsync(_client);
        await _client.LogoutAsync(user.AccessToken);

        Problems.Is("invalid_token", await _client.MeAsync(user.AccessToken));

        await IsRecordedAsync("revoked_token", user);
    }

    [Fact]
    public async Task Ending_another_users_session_is_recorded()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var other = await SignedInUser.CreateAsync(system.NewClient());

        Problems.Is("not_found", await _client.EndSessionAsync(user.AccessToken, other.SessionId));

        await IsRecordedAsync("foreign_session", user);
        Assert.Equal(HttpStatusCode.OK, (await _client.MeAsync(other.AccessToken)).Status);
    }

    /// <summary>Everyday failures leave no row, so the row of the last call is the first one.</summary>
    [Fact]
    public async Task Everyday_requests_are_not_recorded()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var past = Jwt.Read(user.AccessToken).Seconds("iat") - 3600;
        var expired = forge.Sign(Jwt.Read(user.AccessToken).With("exp", past).With("nbf", past - 900).With("iat", past - 900));
        Problems.Is("invalid_token", await _client.MeAsync(expired));
        Problems.Is("invalid_token", await _client.MeAsync(null));
        Problems.Is(
            "not_found", await _client.EndSessionAsync(user.AccessToken, Guid.CreateVersion7(TimeProvider.System.GetUtcNow())));

        // This is no refusal: the response is the same whatever the token.
        Assert.Equal(HttpStatusCode.NoContent, (await _client.LogoutAsync("garbage")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await _client.LogoutAsync(user.AccessToken)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await _client.LogoutAsync(user.AccessToken)).Status);

        Problems.Is("invalid_token", await _client.MeAsync("garbage"));

        await IsRecordedAsync("forged_token", user: null);
    }

    [Fact]
    public async Task A_flood_through_two_replicas_leaves_one_audit_row_per_reason()
    {
        var replica = await system.ReplicaAsync();
        var user = await SignedInUser.CreateAsync(_client);
        await _client.LogoutAsync(user.AccessToken);

        await Parallel.ForEachAsync(
            Enumerable.Range(0, 400), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (call, _) =>
        {
            var client = call % 2 == 0 ? _client : _client.Through(replica);
            Problems.Is("invalid_token", await client.MeAsync($"garbage-{call}"));
        });
        Problems.Is("invalid_token", await _client.MeAsync(user.AccessToken));
        Problems.Is("invalid_token", await _client.Through(replica).MeAsync(user.AccessToken));

        // Each replica writes its rows in order: the row of the second reason comes after all rows of the first.
        await Eventually.IsTrueAsync(
            async () => (await RowsAsync()).Any(row => row.Reason == "revoked_token"), "the row of the second reason is written");
        await IsDrainedAsync(replica);
        Assert.Equal(
            ["forged_token", "revoked_token"], (await RowsAsync()).Select(row => row.Reason).Order(StringComparer.Ordinal));
    }

    /// <summary>Another address has its own bucket. When its row is there, all earlier rows have been written.</summary>
    private async Task IsDrainedAsync(RunningApi replica)
    {
        var last = system.NewClient().Through(replica);
        await last.MeAsync("garbage");
        await Eventually.IsTrueAsync(
            async () => (await RowsAsync(last)).Count > 0, "the row of the last call is written");
    }

    private async Task IsRecordedAsync(string reason, SignedInUser? user)
    {
        await Eventually.IsTrueAsync(async () => (await RowsAsync()).Count > 0, "the row of the refusal is written");
        var row = Assert.Single(await RowsAsync());
        Assert.Equal(reason, row.Reason);
        Assert.Equal(AuditOutcome.Refused, row.Outcome);
        Assert.Equal(ActorKind.Client, row.ActorKind);
        Assert.Equal(user?.Id, row.UserId);
        Assert.Equal(user?.SessionId, row.SessionId);
        Assert.Equal(_client.UserAgent, row.UserAgent);
        Assert.NotNull(row.RequestId);
        Assert.Matches("^[0-9a-f]{32}$", row.TraceId);
    }

    private Task<IReadOnlyList<AuditTrailRow>> RowsAsync(TestClient? client = null) => system.Database.AuditWhereAsync(
        "event = $1 AND address = $2::inet", AuditEvent.AuthorizationRefused, (client ?? _client).Address);
}
