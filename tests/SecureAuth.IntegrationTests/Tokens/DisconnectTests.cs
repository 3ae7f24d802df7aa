using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Tokens;

/// <summary>A client that hangs up undoes neither its own request nor the detection of a misuse.</summary>
public sealed class DisconnectTests(TestSystem system)
{
    private const int Times = 20;

    private readonly TestClient _client = system.NewClient();

    [Fact]
    public async Task A_client_that_disconnects_is_signed_out()
    {
        var users = await UsersAsync();
        await AllAsync(users, user => _client.SendAndDisconnectAsync(HttpMethod.Post, "/auth/logout", user.AccessToken));
        await AllEventuallyAsync(users, async user => await IsRevokedAsync(user.SessionId), "the session is ended");
    }

    [Fact]
    public async Task A_client_that_disconnects_is_signed_out_by_its_refresh_token()
    {
        var users = await UsersAsync();
        await AllAsync(users, user => _client.SendAndDisconnectAsync(
            HttpMethod.Post, "/auth/logout", body: new { refresh_token = user.RefreshToken }));
        await AllEventuallyAsync(users, async user => await IsRevokedAsync(user.SessionId), "the session is ended");
    }

    [Fact]
    public async Task Other_sessions_are_ended()
    {
        var users = await UsersAsync();
        var others = await Task.WhenAll(users.Select(user => user.SignInAgainAsync()));
        await AllAsync(users, user => _client.SendAndDisconnectAsync(HttpMethod.Delete, "/users/me/sessions", user.AccessToken));
        await AllEventuallyAsync(others, async other => await IsRevokedAsync(other.SessionId), "the other session is ended");
    }

    [Fact]
    public async Task A_replayed_refresh_token_ends_its_session()
    {
        var users = await UsersAsync();
        await AllAsync(users, async user => await (await user.RefreshedAsync()).RefreshedAsync());
        await AllAsync(users, user => _client.SendAndDisconnectAsync(
            HttpMethod.Post, "/auth/refresh", body: new { refresh_token = user.RefreshToken }));
        await AllEventuallyAsync(users, async user => await IsRevokedAsync(user.SessionId), "the session is ended");
    }

    [Fact]
    public async Task A_refused_refresh_token_is_recorded_with_its_reason()
    {
        var users = await UsersAsync();
        await AllAsync(users, user => _client.LogoutAsync(user.AccessToken));
        await AllAsync(users, user => _client.SendAndDisconnectAsync(
            HttpMethod.Post, "/auth/refresh", body: new { refresh_token = user.RefreshToken }));
        await AllEventuallyAsync(
            users,
            async user => await system.Database.AuditCountOfUserAsync(AuditEvent.RefreshRefused, user.Id) == 1,
            "the refusal is recorded");
    }

    private async Task<SignedInUser[]> UsersAsync() =>
        await Task.WhenAll(Enumerable.Range(0, Times).Select(_ => SignedInUser.CreateAsync(_client)));

    private static Task AllAsync(IEnumerable<SignedInUser> users, Func<SignedInUser, Task> action) =>
        Task.WhenAll(users.Select(action));

    private static async Task AllEventuallyAsync(
        IReadOnlyCollection<SignedInUser> users, Func<SignedInUser, Task<bool>> condition, string expected)
    {
        foreach (var user in users)
        {
            await Eventually.IsTrueAsync(() => condition(user), expected, TimeSpan.FromSeconds(10));
        }
    }

    private Task<bool> IsRevokedAsync(Guid sessionId) => system.Database.ScalarAsync<bool>(
        "SELECT revoked_at IS NOT NULL FROM sessions WHERE id = $1", sessionId);
}
