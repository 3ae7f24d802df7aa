using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Devices;

/// <summary>A user with a session on a device that has a device token.</summary>
internal sealed record KnownDevice(TestClient Client, NewUser User, Response Pair)
{
    public string Token => Pair["device_token"];

    public Guid SessionId => Guid.Parse(Pair["session_id"]);

    public static async Task<KnownDevice> CreateAsync(TestClient client) =>
        await CreateAsync(client, await NewUser.RegisterAsync(client));

    public static async Task<KnownDevice> CreateAsync(TestClient client, NewUser user)
    {
        var response = await client.LoginAsync(user);
        Assert.True(response.Status == HttpStatusCode.OK, response.ToString());
        return new KnownDevice(client, user, response);
    }

    /// <summary>Signs in with the correct password and the device's token.</summary>
    public Task<Response> LoginAsync() => Client.LoginAsync(User, Token);

    /// <summary>Somebody without a device token locks the account.</summary>
    public async Task LockAccountAsync()
    {
        await GuessAsync(Client, User, 5);
        Problems.Is("account_locked", await Client.LoginAsync(User));
    }

    /// <summary>Fails unless the token gives no advantage over a stranger. The account must be locked.</summary>
    public async Task IsForgottenAsync() => Problems.Is("account_locked", await LoginAsync());

    public static async Task GuessAsync(TestClient client, NewUser user, int times, string? deviceToken = null)
    {
        for (var guess = 0; guess < times; guess++)
        {
            Problems.Is("invalid_credentials", await client.LoginAsync(user.Email, NewUser.StrongPassword(), deviceToken));
        }
    }
}
