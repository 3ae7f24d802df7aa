using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.SecondFactor;

/// <summary>The calls that only these tests make.</summary>
internal static class Calls
{
    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static Task<Answer> CallAsync(
        this TestClient client, HttpMethod method, string path, string? accessToken, object? body = null)
    {
        var request = TestClient.Request(method, "/api/v1" + path, accessToken);
        if (body is not null)
        {
            request.Content = JsonContent.Create(body, options: Json);
        }

        return client.SendAsync(request);
    }

    public static Task<Answer> PostAsAsync(this TestClient client, string path, string? accessToken, object? body = null) =>
        client.CallAsync(HttpMethod.Post, path, accessToken, body);

    public static Task<Answer> SetUpAsync(this TestClient client, string accessToken) =>
        client.PostAsAsync("/users/me/2fa/setup", accessToken);

    public static Task<Answer> VerifyAsync(this TestClient client, string accessToken, string code) =>
        client.PostAsAsync("/users/me/2fa/verify", accessToken, new { code });

    public static Task<Answer> DisableAsync(this TestClient client, string accessToken, string code) =>
        client.PostAsAsync("/users/me/2fa/disable", accessToken, new { code });

    public static Task<Answer> RenewRecoveryCodesAsync(this TestClient client, string accessToken) =>
        client.PostAsAsync("/users/me/2fa/recovery-codes", accessToken);

    public static Task<Answer> CompleteAsync(this TestClient client, string tempToken, string code, string? method = null) =>
        client.PostAsAsync("/auth/login/2fa", null, new { temp_token = tempToken, method, code });

    public static Task<Answer> ReauthenticateAsync(
        this TestClient client, string accessToken, string? password = null, string? code = null) =>
        client.PostAsAsync("/auth/reauthenticate", accessToken, new { password, code });

    public static Task<Answer> ChangePasswordAsync(this TestClient client, string accessToken, string current, string chosen) =>
        client.PostAsAsync("/users/me/password", accessToken, new { current_password = current, new_password = chosen });

    public static Task<Answer> SessionsAsync(this TestClient client, string accessToken) =>
        client.CallAsync(HttpMethod.Get, "/users/me/sessions", accessToken);

    public static Task<Answer> EndSessionAsync(this TestClient client, string accessToken, Guid id) =>
        client.CallAsync(HttpMethod.Delete, $"/users/me/sessions/{id}", accessToken);

    public static Task<Answer> EndOtherSessionsAsync(this TestClient client, string accessToken) =>
        client.CallAsync(HttpMethod.Delete, "/users/me/sessions", accessToken);

    /// <summary>Every call at once, half of them through each replica.</summary>
    public static async Task<IReadOnlyList<Answer>> AtOnceAsync(
        this TestClient client, ApiProcess replica, int callers, Func<TestClient, int, Task<Answer>> call)
    {
        var other = client.Through(replica);
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var calls = Enumerable.Range(0, callers).Select(async number =>
        {
            await start.Task;
            return await call(number % 2 == 0 ? client : other, number);
        }).ToList();
        start.SetResult();
        return await Task.WhenAll(calls);
    }
}
