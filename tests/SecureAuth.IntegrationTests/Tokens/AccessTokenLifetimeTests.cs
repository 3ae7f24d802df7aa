using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Tokens;

/// <summary>Moves the process's own clock. PostgreSQL and Redis keep theirs.</summary>
public sealed class AccessTokenLifetimeTests(TestSystem system) : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    private InProcessApi? _api;

    [Fact]
    public async Task An_access_token_is_valid_for_fifteen_minutes_plus_thirty_seconds_of_skew()
    {
        var (client, token) = await SignInAsync();

        await IsAsync(HttpStatusCode.OK, client, token);
        _time.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(1));
        await IsAsync(HttpStatusCode.OK, client, token);
        _time.Advance(TimeSpan.FromSeconds(32));
        await IsAsync(HttpStatusCode.Unauthorized, client, token);
    }

    [Fact]
    public async Task An_access_token_is_valid_at_most_thirty_seconds_before_its_issue()
    {
        var (client, token) = await SignInAsync();

        _time.AdjustTime(_time.GetUtcNow() - TimeSpan.FromSeconds(25));
        await IsAsync(HttpStatusCode.OK, client, token);
        _time.AdjustTime(_time.GetUtcNow() - TimeSpan.FromSeconds(10));
        await IsAsync(HttpStatusCode.Unauthorized, client, token);
    }

    public async ValueTask DisposeAsync() => await (_api?.DisposeAsync() ?? ValueTask.CompletedTask);

    private async Task<(HttpClient Client, string Token)> SignInAsync()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        _api = new InProcessApi(system.Settings.ForApi(), _time);
        await _api.SigningKeyAsync();
        var client = _api.CreateClient();
        using var response = await client.PostAsJsonAsync(
            "/api/v1/auth/login",
            new { email = user.Account.Email, password = user.Account.Password },
            TestContext.Current.CancellationToken);
        var pair = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return (client, pair.GetProperty("access_token").GetString()!);
    }

    private static async Task IsAsync(HttpStatusCode expected, HttpClient client, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/users/me");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(expected, response.StatusCode);
    }
}
