using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SecureAuth.IntegrationTests.Stack;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.WellKnown;

public sealed class DiscoveryTests(TestSystem system)
{
    [Fact]
    public async Task The_document_names_the_issuer_the_keys_and_the_algorithm()
    {
        var response = await system.NewClient().GetAsync("/.well-known/openid-configuration");

        Assert.Equal(HttpStatusCode.OK, response.Status);
        Assert.Equal("application/json", response.ContentType);
        Assert.Equal(Settings.Issuer, response["issuer"]);
        Assert.Equal(Settings.Issuer + "/.well-known/jwks.json", response["jwks_uri"]);
        Assert.Contains(
            "ES256", response.Json.GetProperty("id_token_signing_alg_values_supported").GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task JwtBearer_in_another_service_needs_only_the_authority()
    {
        // The issuer is the API's own address, as in production.
        var port = FreePort.Next();
        var authority = $"http://127.0.0.1:{port}";
        await using var api = await HostedApi.StartAsync(system.Settings.ForApi(("Tokens__Issuer", authority)), port);
        await using var service = await StartServiceAsync(authority);
        var user = await SignedInUser.CreateAsync(new TestClient(api));

        Assert.Equal(HttpStatusCode.OK, await CallAsync(service, user.AccessToken));

        var elsewhere = await SignedInUser.CreateAsync(system.NewClient());
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(service, elsewhere.AccessToken));
        Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(service, user.AccessToken[..^6] + "AAAAAA"));
    }

    /// <summary>Another service: the stock middleware with an authority and an audience.</summary>
    private static async Task<WebApplication> StartServiceAsync(string authority)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddAuthorization();
        builder.Services.AddAuthentication().AddJwtBearer(options =>
        {
            options.Authority = authority;
            options.Audience = Settings.Audience;
            options.RequireHttpsMetadata = false;
        });
        var service = builder.Build();
        service.UseAuthentication();
        service.UseAuthorization();
        service.MapGet("/", () => "welcome").RequireAuthorization();
        await service.StartAsync(TestContext.Current.CancellationToken);
        return service;
    }

    private static async Task<HttpStatusCode> CallAsync(WebApplication service, string token)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await client.GetAsync(service.Urls.Single(), TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
