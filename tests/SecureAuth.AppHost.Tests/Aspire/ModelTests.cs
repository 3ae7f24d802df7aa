using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace SecureAuth.AppHost.Tests.Aspire;

/// <summary>The model that the AppHost would run and publish. No container is started.</summary>
public sealed class ModelTests
{
    [Fact]
    public async Task The_system_is_PostgreSQL_Redis_a_migration_and_the_API()
    {
        await using var model = await ModelAsync();

        Assert.IsType<PostgresServerResource>(Find(model, "postgres"));
        Assert.IsType<PostgresDatabaseResource>(Find(model, "secureauth"));
        Assert.IsType<RedisResource>(Find(model, "redis"));
        Assert.IsType<ProjectResource>(Find(model, "migrate"));
        Assert.IsType<ProjectResource>(Find(model, "api"));
    }

    [Fact]
    public async Task The_stores_keep_their_data()
    {
        await using var model = await ModelAsync();

        Assert.All(
            (string[])["postgres", "redis"],
            name => Assert.Contains(
                Find(model, name).Annotations.OfType<ContainerMountAnnotation>(),
                mount => mount.Type == ContainerMountType.Volume));
    }

    [Fact]
    public async Task The_API_waits_for_the_stores_and_for_the_end_of_the_migration()
    {
        await using var model = await ModelAsync();
        var waits = Find(model, "api").Annotations.OfType<WaitAnnotation>()
            .ToDictionary(wait => wait.Resource.Name, wait => wait.WaitType);

        Assert.Equal(WaitType.WaitForCompletion, waits["migrate"]);
        Assert.Equal(WaitType.WaitUntilHealthy, waits["secureauth"]);
        Assert.Equal(WaitType.WaitUntilHealthy, waits["redis"]);
    }

    [Fact]
    public async Task The_API_has_its_usual_port_and_a_health_check()
    {
        await using var model = await ModelAsync();
        var api = Find(model, "api");

        var endpoint = Assert.Single(api.Annotations.OfType<EndpointAnnotation>());
        Assert.Equal(5080, endpoint.Port);
        Assert.True(endpoint.IsExternal);
        Assert.Single(api.Annotations.OfType<HealthCheckAnnotation>());
    }

    [Fact]
    public async Task The_migration_runs_the_CLI_with_the_owners_connection()
    {
        await using var model = await ModelAsync();
        var migrate = await ConfigurationAsync(model, "migrate");

        Assert.Equal(["migrate"], migrate.Arguments.Select(argument => argument.Value));
        var settings = migrate.EnvironmentVariables.ToDictionary();
        Assert.Equal("{secureauth.connectionString}", settings["ConnectionStrings__migrations"]);
        Assert.Contains("Username=secureauth_api;", settings["ConnectionStrings__secureauth"], StringComparison.Ordinal);
        Assert.Contains("Username=secureauth_operator;", settings["ConnectionStrings__operator"], StringComparison.Ordinal);
        Assert.Equal("{master-key.value}", settings["Keys__Master__0"]);
    }

    [Fact]
    public async Task The_API_gets_its_settings_and_nothing_of_the_owner()
    {
        await using var model = await ModelAsync();
        var settings = (await ConfigurationAsync(model, "api")).EnvironmentVariables.ToDictionary();

        Assert.Equal(
            "Host={postgres.bindings.tcp.host};Port={postgres.bindings.tcp.port};Database=secureauth;"
            + "Username=secureauth_api;Password={api-database-password.value}",
            settings["ConnectionStrings__secureauth"]);
        Assert.Equal("{redis.connectionString}", settings["ConnectionStrings__redis"]);
        Assert.Equal("{public-origin.value}", settings["Tokens__Issuer"]);
        Assert.Equal("secureauth", settings["Tokens__Audience"]);
        Assert.Equal("{pepper.value}", settings["Passwords__Peppers__0"]);
        Assert.Equal("{master-key.value}", settings["Keys__Master__0"]);
        Assert.DoesNotContain(settings.Values, value => value.Contains("postgres-password", StringComparison.Ordinal));
        Assert.DoesNotContain("ConnectionStrings__migrations", settings.Keys);
        Assert.DoesNotContain("ConnectionStrings__operator", settings.Keys);
    }

    [Fact]
    public async Task No_forwarded_client_address_is_trusted()
    {
        await using var model = await ModelAsync();

        var settings = (await ConfigurationAsync(model, "api")).EnvironmentVariables.ToDictionary();
        Assert.DoesNotContain("ASPNETCORE_FORWARDEDHEADERS_ENABLED", settings.Keys);
    }

    [Fact]
    public async Task A_run_has_the_same_system_as_a_publish_and_no_Compose_file()
    {
        await using var model = await DistributedApplicationTestingBuilder.CreateAsync<Projects.SecureAuth_AppHost>(
            TestContext.Current.CancellationToken);

        Assert.IsType<ProjectResource>(Find(model, "api"));
        Assert.DoesNotContain(model.Resources, resource => resource.Name is "compose" or "public-origin");
    }

    [Theory]
    [InlineData("postgres-password")]
    [InlineData("api-database-password")]
    [InlineData("operator-database-password")]
    [InlineData("redis-password")]
    public async Task Passwords_are_generated_secrets_that_fit_into_a_connection_string(string name)
    {
        await using var model = await ModelAsync();
        var parameter = Assert.IsType<ParameterResource>(Find(model, name));

        Assert.True(parameter.Secret);
        Assert.Matches("^[A-Za-z0-9]{32,}$", parameter.Default!.GetDefaultValue());
    }

    [Theory]
    [InlineData("pepper")]
    [InlineData("master-key")]
    public async Task The_pepper_and_the_master_key_are_32_random_bytes_in_base64(string name)
    {
        await using var model = await ModelAsync();
        var key = Assert.IsType<ParameterResource>(Find(model, name));
        var value = key.Default!.GetDefaultValue();

        Assert.True(key.Secret);
        Assert.Equal(32, Convert.FromBase64String(value).Length);
        Assert.NotEqual(value, key.Default.GetDefaultValue());
    }

    private static Task<IDistributedApplicationTestingBuilder> ModelAsync() =>
        DistributedApplicationTestingBuilder.CreateAsync<Projects.SecureAuth_AppHost>(
            ["--operation", "publish", "--step", "publish"], TestContext.Current.CancellationToken);

    private static IResource Find(IDistributedApplicationTestingBuilder model, string name) =>
        model.Resources.Single(resource => resource.Name == name);

    /// <summary>The environment as it is published, with the names of values instead of the values.</summary>
    private static Task<IExecutionConfigurationResult> ConfigurationAsync(
        IDistributedApplicationTestingBuilder model, string name) =>
        ExecutionConfigurationBuilder.Create(Find(model, name))
            .WithArgumentsConfig()
            .WithEnvironmentVariablesConfig()
            .BuildAsync(model.ExecutionContext, NullLogger.Instance, TestContext.Current.CancellationToken);
}
