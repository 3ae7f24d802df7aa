using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace SecureAuth.AppHost.Tests.Hosting;

/// <summary>What a service gets that accepts the tokens.</summary>
public sealed class ReferenceTests
{
    [Fact]
    public async Task A_service_of_a_run_gets_the_issuer_on_localhost_and_the_audience()
    {
        var system = HostedSystem.OfRun;
        system.Auth.WithAudience("shop");

        var settings = await SettingsOfServiceAsync(system);

        Assert.Equal("http://localhost:5080", settings["SECUREAUTH_AUTHORITY"]);
        Assert.Equal("shop", settings["SECUREAUTH_AUDIENCE"]);
        Assert.Equal("http://localhost:5080", settings["Authentication__Schemes__Bearer__Authority"]);
        Assert.Equal("http://localhost:5080", settings["Authentication__Schemes__Bearer__ValidIssuer"]);
        Assert.Equal("shop", settings["Authentication__Schemes__Bearer__ValidAudiences__0"]);
        Assert.Equal("false", settings["Authentication__Schemes__Bearer__RequireHttpsMetadata"]);
        Assert.Equal("{auth.bindings.http.url}", settings["services__auth__http__0"]);
        Assert.Equal("shop", (await system.ServiceSettingsAsync())["Tokens__Audience"]);
    }

    [Fact]
    public async Task A_published_service_gets_the_public_origin_and_demands_HTTPS()
    {
        var settings = await SettingsOfServiceAsync(HostedSystem.OfPublish);

        Assert.Equal("{auth-origin.value}", settings["SECUREAUTH_AUTHORITY"]);
        Assert.Equal("{auth-origin.value}", settings["Authentication__Schemes__Bearer__Authority"]);
        Assert.Equal("{auth-origin.value}", settings["Authentication__Schemes__Bearer__ValidIssuer"]);
        Assert.Equal("secureauth", settings["Authentication__Schemes__Bearer__ValidAudiences__0"]);
        Assert.DoesNotContain("Authentication__Schemes__Bearer__RequireHttpsMetadata", settings.Keys);
    }

    [Theory]
    [InlineData("http://host.docker.internal:5080", true)]
    [InlineData("https://auth.example.com", false)]
    public async Task A_service_of_a_run_with_an_origin_demands_HTTPS_unless_the_origin_has_none(string origin, bool isPlain)
    {
        var system = HostedSystem.OfRun;
        var auth = system.Builder.AddSecureAuth("other", 5090, system.Builder.AddParameter("other-origin", origin));

        var settings = await SettingsOfServiceAsync(system, auth);

        Assert.Equal("{other-origin.value}", settings["Authentication__Schemes__Bearer__Authority"]);
        var demand = settings.GetValueOrDefault("Authentication__Schemes__Bearer__RequireHttpsMetadata");
        Assert.Equal(isPlain ? "false" : null, demand);
    }

    private static Task<Dictionary<string, string>> SettingsOfServiceAsync(
        HostedSystem system, IResourceBuilder<SecureAuthResource>? auth = null)
    {
        var service = system.Builder.AddResource(new ContainerResource("orders")).WithReference(auth ?? system.Auth);
        return system.SettingsAsync(service.Resource);
    }
}
