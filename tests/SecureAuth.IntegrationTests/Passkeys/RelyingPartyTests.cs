using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Passkeys;

/// <summary>Operators decide which domain passkeys belong to, and which pages and apps may use them.</summary>
public sealed class RelyingPartyTests(TestSystem system)
{
    private const string App = "android:apk-key-hash:AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE";

    [Fact]
    public async Task Passkeys_belong_to_the_configured_domain_and_work_on_every_origin()
    {
        await using var api = await system.StartApiAsync(
            ("Passkeys__RelyingPartyId", "example.test"), ("Passkeys__Origins__0", "https://login.example.test"),
            ("Passkeys__Origins__1", "https://shop.test:8443"), ("Passkeys__Origins__2", App));
        var client = new TestClient(api);
        foreach (var origin in new[] { "https://login.example.test", "https://shop.test:8443", App })
        {
            var user = await SignedInUser.CreateAsync(client);
            using var authenticator = new Authenticator { Origin = origin };
            var options = await client.NewPasskeyOptionsAsync(user.AccessToken);
            Assert.Equal("example.test", options.Json.GetProperty("rp").GetProperty("id").GetString());
            Assert.Equal(HttpStatusCode.Created, (await client.AddPasskeyAsync(user.AccessToken, authenticator)).Status);
            Assert.Equal(HttpStatusCode.OK, (await client.PasskeyLoginAsync(authenticator)).Status);
            Problems.Is(
                "invalid_credentials",
                await client.PasskeyLoginAsync(authenticator, new Deviation { Origin = Settings.Issuer }));
        }

        var related = await client.GetAsync("/.well-known/webauthn");
        Assert.Equal("application/json", related.ContentType);
        Assert.Equal("""{"origins":["https://shop.test:8443"]}""", related.Body);
    }

    [Fact]
    public async Task Without_origins_on_other_sites_there_is_no_list_of_them() =>
        Problems.Is("not_found", await system.NewClient().GetAsync("/.well-known/webauthn"));
}
