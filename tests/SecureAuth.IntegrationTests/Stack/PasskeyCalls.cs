using System.Text.Json.Nodes;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>The calls of the passkey endpoints.</summary>
internal static class PasskeyCalls
{
    private const string Mine = "/api/v1/users/me/passkeys";

    public static Task<Response> PasskeyOptionsAsync(
        this TestClient client, string? email = null, string? tempToken = null) =>
        client.PostAsync("/api/v1/auth/passkeys/options", new { email, temp_token = tempToken });

    public static Task<Response> PasskeyLoginAsync(
        this TestClient client, string challengeToken, JsonNode? credential, string? deviceToken = null) => client.PostAsync(
        "/api/v1/auth/passkeys", new { challenge_token = challengeToken, credential, device_token = deviceToken });

    /// <summary>Both steps of a sign-in.</summary>
    public static async Task<Response> PasskeyLoginAsync(
        this TestClient client, Authenticator authenticator, Deviation? deviation = null, string? email = null,
        string? deviceToken = null)
    {
        var options = await client.PasskeyOptionsAsync(email);
        return await client.PasskeyLoginAsync(
            options["challenge_token"], authenticator.Get(options.Json, deviation), deviceToken);
    }

    public static Task<Response> CompleteAsync(
        this TestClient client, string tempToken, string challengeToken, JsonNode credential) => client.PostAsync(
        "/api/v1/auth/login/2fa",
        new { temp_token = tempToken, method = "passkey", challenge_token = challengeToken, credential });

    public static Task<Response> NewPasskeyOptionsAsync(this TestClient client, string accessToken) =>
        client.PostAsync($"{Mine}/options", null, accessToken);

    public static Task<Response> AddPasskeyAsync(
        this TestClient client, string accessToken, string challengeToken, JsonNode? credential, string? name = "Laptop") =>
        client.PostAsync(Mine, new { challenge_token = challengeToken, name, credential }, accessToken);

    /// <summary>Both steps of adding a passkey.</summary>
    public static async Task<Response> AddPasskeyAsync(
        this TestClient client, string accessToken, Authenticator authenticator, Deviation? deviation = null)
    {
        var options = await client.NewPasskeyOptionsAsync(accessToken);
        return await client.AddPasskeyAsync(
            accessToken, options["challenge_token"], authenticator.Create(options.Json, deviation));
    }

    public static Task<Response> PasskeysAsync(this TestClient client, string accessToken) => client.GetAsync(Mine, accessToken);

    public static Task<Response> RenamePasskeyAsync(this TestClient client, string accessToken, string id, string? name) =>
        client.CallAsync(HttpMethod.Patch, $"{Mine}/{id}", new { name }, accessToken);

    public static Task<Response> RemovePasskeyAsync(this TestClient client, string accessToken, string id) =>
        client.CallAsync(HttpMethod.Delete, $"{Mine}/{id}", null, accessToken);

    public static Task<Response> RemovePasswordAsync(this TestClient client, string accessToken) =>
        client.CallAsync(HttpMethod.Delete, "/api/v1/users/me/password", null, accessToken);
}
