// Probes are experimental, but Aspire's version is pinned.
#pragma warning disable ASPIREPROBES001

using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Postgres;
using Aspire.Hosting.Redis;
using Aspire.Hosting.Testing;

namespace SecureAuth.AppHost.Tests.Aspire;

/// <summary>The model of <c>dotnet run</c>, with and without switches.</summary>
public sealed class RunModelTests
{
    [Fact]
    public async Task The_API_of_a_run_gets_its_settings()
    {
        await using var model = await Model.OfRunAsync();
        var settings = await model.RunSettingsAsync("api");

        Assert.Contains("Username=secureauth_api;", settings["ConnectionStrings__secureauth"], StringComparison.Ordinal);
        Assert.Equal("{redis.connectionString}", settings["ConnectionStrings__redis"]);
        Assert.Equal("{api.bindings.http.url}", settings["Tokens__Issuer"]);
        Assert.Equal("secureauth", settings["Tokens__Audience"]);
        Assert.Equal("{pepper.value}", settings["Passwords__Peppers__0"]);
        Assert.Equal("{master-key.value}", settings["Keys__Master__0"]);
        Assert.Equal(model.Environment.EnvironmentName, settings["ASPNETCORE_ENVIRONMENT"]);
        Assert.DoesNotContain("Accounts__EmailVerification", settings.Keys);
        Assert.DoesNotContain("Proxy__TrustedNetworks__0", settings.Keys);
    }

    [Fact]
    public async Task The_migration_of_a_run_gets_the_owners_connection()
    {
        await using var model = await Model.OfRunAsync();
        var settings = await model.RunSettingsAsync("migrate");

        Assert.Equal("{secureauth.connectionString}", settings["ConnectionStrings__migrations"]);
        Assert.Contains("Username=secureauth_operator;", settings["ConnectionStrings__operator"], StringComparison.Ordinal);
        Assert.Equal("secureauth", (await model.RunSettingsAsync("postgres"))["POSTGRES_DB"]);
    }

    [Fact]
    public async Task The_dashboard_links_to_the_pages_of_the_API()
    {
        await using var model = await Model.OfRunAsync();
        var api = (IResourceWithEndpoints)model.Find("api");
        var urls = new ResourceUrlsCallbackContext(
            model.ExecutionContext,
            api,
            [new() { Url = "http://localhost:5080", Endpoint = new EndpointReference(api, model.Endpoint("api")) }]);
        foreach (var callback in model.Annotations<ResourceUrlsCallbackAnnotation>("api"))
        {
            await callback.Callback(urls);
        }

        Assert.Equal(
            [("http://localhost:5080", "API"), ("/api/v1/docs", "Swagger UI"), ("/api/v1/redoc", "ReDoc")],
            urls.Urls.Select(url => (url.Url, url.DisplayText!)));
        Assert.Equal("ShieldKeyhole", Assert.Single(model.Annotations<ResourceIconAnnotation>("api")).IconName);
    }

    [Fact]
    public async Task The_API_has_a_probe_for_life_and_another_for_readiness()
    {
        await using var model = await Model.OfRunAsync();

        Assert.Equal(
            [(ProbeType.Readiness, "/health"), (ProbeType.Liveness, "/alive")],
            model.Annotations<EndpointProbeAnnotation>("api").Select(probe => (probe.Type, probe.Path)).Order());
    }

    [Fact]
    public async Task Without_switches_there_is_one_API_and_no_tool_and_the_containers_end_with_the_run()
    {
        await using var model = await Model.OfRunAsync();

        Assert.Equal(["migrate", "api"], model.Resources.OfType<ProjectResource>().Select(project => project.Name));
        Assert.Empty(model.Resources.OfType<PgAdminContainerResource>());
        Assert.Empty(model.Resources.OfType<RedisInsightResource>());
        Assert.Empty(model.Annotations<ContainerLifetimeAnnotation>("postgres"));
    }

    [Fact]
    public async Task The_tools_and_persistent_containers_are_switches()
    {
        await using var model = await Model.OfRunAsync("--pgadmin", "--redisinsight", "--persistent");

        Assert.Single(model.Resources.OfType<PgAdminContainerResource>());
        Assert.Single(model.Resources.OfType<RedisInsightResource>());
        Assert.All(
            (string[])["postgres", "redis"],
            name => Assert.Equal(
                ContainerLifetime.Persistent, Assert.Single(model.Annotations<ContainerLifetimeAnnotation>(name)).Lifetime));
    }

    /// <summary>Containers that an earlier run left running still write to their volumes.</summary>
    [Theory]
    [InlineData("postgres")]
    [InlineData("redis")]
    public async Task Persistent_containers_have_volumes_of_their_own(string name)
    {
        await using var plain = await Model.OfRunAsync();
        await using var persistent = await Model.OfRunAsync("--persistent");

        Assert.Equal($"secureauth-{name}", Assert.Single(plain.Annotations<ContainerMountAnnotation>(name)).Source);
        Assert.Equal(
            $"secureauth-{name}-persistent", Assert.Single(persistent.Annotations<ContainerMountAnnotation>(name)).Source);
    }

    [Fact]
    public async Task Replicas_have_ports_of_their_own_and_the_same_issuer()
    {
        await using var model = await Model.OfRunAsync("--replicas", "3");

        Assert.Equal([5080, 5081, 5082], ((string[])["api", "api-2", "api-3"]).Select(name => model.Endpoint(name).Port));
        Assert.Equal("{api.bindings.http.url}", (await model.RunSettingsAsync("api-3"))["Tokens__Issuer"]);
    }

    [Theory]
    [InlineData("postgres-password")]
    [InlineData("api-database-password")]
    [InlineData("operator-database-password")]
    [InlineData("redis-password")]
    [InlineData("pepper")]
    [InlineData("master-key")]
    public async Task A_secret_is_generated_once_and_kept_in_the_user_secrets(string name)
    {
        var store = $"--ASPIRE_USER_SECRETS_ID=secureauth-test-{RandomNumberGenerator.GetHexString(16)}";
        await using var first = await Model.OfRunAsync("--environment", "Development", store);
        var value = await ValueAsync(first);
        try
        {
            await using var second = await Model.OfRunAsync("--environment", "Development", store);

            Assert.Equal(value, await ValueAsync(second));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(first.UserSecretsManager.FilePath)!, recursive: true);
        }

        async Task<string?> ValueAsync(IDistributedApplicationTestingBuilder model) =>
            await ((ParameterResource)model.Find(name)).GetValueAsync(TestContext.Current.CancellationToken);
    }
}
