using System.Security.Cryptography;
using System.Text;
using SecureAuth.Client;
using SecureAuth.IntegrationTests.Stack;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.Clients;

/// <summary>
/// An instance whose issuer is its own address, as a service finds it by that alone, and with a client for services.
/// </summary>
public sealed class AuthenticationServer(TestSystem system) : IAsyncLifetime
{
    public const string ClientId = "orders";

    public static readonly string ClientSecret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    internal RunningApi Api { get; private set; } = null!;

    internal SecureAuthClient Auth => ClientOf.Create(Api.Address);

    internal ResourceServerClient Service(Uri? address = null) =>
        new(ClientOf.Http(address ?? Api.Address), ClientId, ClientSecret);

    public async ValueTask InitializeAsync() => Api = await StartAsync(FreePort.Next());

    /// <summary>The settings of a service.</summary>
    internal Dictionary<string, string> ForService(Uri? address = null) => new()
    {
        ["Auth__Address"] = (address ?? Api.Address).GetLeftPart(UriPartial.Authority),
        ["Auth__Audience"] = Settings.Audience,
        ["Auth__ClientId"] = ClientId,
        ["Auth__ClientSecret"] = ClientSecret,
    };

    /// <summary>Another instance at an address, which the caller disposes of.</summary>
    internal Task<HostedApi> StartAsync(int port) => HostedApi.StartAsync(SettingsAt(port), port);

    /// <summary>One that can be killed.</summary>
    internal async Task<ApiProcess> StartProcessAsync(int port)
    {
        var api = await ApiProcess.LaunchAsync(SettingsAt(port), port);
        Assert.True(await api.BecomesHealthyAsync(), api.Log.ToString());
        return api;
    }

    public ValueTask DisposeAsync() => Api.DisposeAsync();

    private Dictionary<string, string> SettingsAt(int port) => system.Settings.ForApi(
        ("Tokens__Issuer", $"http://127.0.0.1:{port}"),
        ("OAuth__Clients__0__Id", ClientId),
        ("OAuth__Clients__0__SecretSha256", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ClientSecret)))));
}
