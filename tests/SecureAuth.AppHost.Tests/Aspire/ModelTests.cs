using Aspire.Hosting.ApplicationModel;

namespace SecureAuth.AppHost.Tests.Aspire;

/// <summary>The model that the AppHost would run and publish. No container is started.</summary>
public sealed class ModelTests
{
    [Fact]
    public async Task The_system_is_PostgreSQL_Redis_a_migration_and_the_API()
    {
        await using var model = await Model.OfPublishAsync();

        Assert.IsType<PostgresServerResource>(model.Find("postgres"));
        Assert.IsType<PostgresDatabaseResource>(model.Find("secureauth"));
        Assert.IsType<RedisResource>(model.Find("redis"));
        Assert.IsType<ProjectResource>(model.Find("migrate"));
        Assert.IsType<ProjectResource>(model.Find("api"));
    }

    [Fact]
    public async Task The_stores_keep_their_data()
    {
        await using var model = await Model.OfPublishAsync();

        Assert.All(
            (string[])["postgres", "redis"],
            name => Assert.Contains(
                model.Find(name).Annotations.OfType<ContainerMountAnnotation>(),
                mount => mount.Type == ContainerMountType.Volume));
    }

    [Fact]
    public async Task The_API_waits_for_the_stores_and_for_the_end_of_the_migration()
    {
        await using var model = await Model.OfPublishAsync();
        var waits = model.Find("api").Annotations.OfType<WaitAnnotation>()
            .ToDictionary(wait => wait.Resource.Name, wait => wait.WaitType);

        Assert.Equal(WaitType.WaitForCompletion, waits["migrate"]);
        Assert.Equal(WaitType.WaitUntilHealthy, waits["secureauth"]);
        Assert.Equal(WaitType.WaitUntilHealthy, waits["redis"]);
    }

    [Fact]
    public async Task The_API_has_its_usual_port_and_is_healthy_if_it_is_alive_and_ready()
    {
        await using var model = await Model.OfPublishAsync();
        var api = model.Find("api");

        var endpoint = Assert.Single(api.Annotations.OfType<EndpointAnnotation>());
        Assert.Equal(5080, endpoint.Port);
        Assert.True(endpoint.IsExternal);
        Assert.Equal(
            ["api_http_/alive_200_check", "api_http_/health_200_check"],
            api.Annotations.OfType<HealthCheckAnnotation>().Select(check => check.Key).Order());
    }

    [Fact]
    public async Task The_migration_runs_the_CLI_with_the_owners_connection()
    {
        await using var model = await Model.OfPublishAsync();
        var migrate = await model.ConfigurationAsync("migrate");

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
        await using var model = await Model.OfPublishAsync();
        var settings = await model.SettingsAsync("api");

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
        Assert.Equal("{trusted-proxy-network.value}", settings["Proxy__TrustedNetworks__0"]);
        Assert.Equal("{email-verification.value}", settings["Accounts__EmailVerification"]);
        Assert.Equal("{smtp-host.value}", settings["Email__Smtp__Host"]);
        Assert.Equal("{smtp-password.value}", settings["Email__Smtp__Password"]);
        Assert.DoesNotContain("ConnectionStrings__migrations", settings.Keys);
        Assert.DoesNotContain("ConnectionStrings__operator", settings.Keys);
    }

    [Fact]
    public async Task The_image_of_PostgreSQL_creates_the_database()
    {
        await using var model = await Model.OfPublishAsync();

        Assert.Equal("secureauth", (await model.SettingsAsync("postgres"))["POSTGRES_DB"]);
    }

    /// <summary>A reference to a store would pass its password again, as a single value and in a URI.</summary>
    [Theory]
    [InlineData("api")]
    [InlineData("migrate")]
    public async Task Passwords_are_in_connection_strings_only(string name)
    {
        await using var model = await Model.OfPublishAsync();

        Assert.DoesNotContain(
            await model.SettingsAsync(name),
            setting => !setting.Key.StartsWith("ConnectionStrings__", StringComparison.Ordinal)
                && setting.Key != "Email__Smtp__Password"
                && (setting.Value.Contains("password", StringComparison.Ordinal)
                    || setting.Value.Contains("postgres", StringComparison.Ordinal)
                    || setting.Value.Contains("redis", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task No_forwarded_client_address_is_trusted()
    {
        await using var model = await Model.OfPublishAsync();

        var settings = await model.SettingsAsync("api");
        Assert.DoesNotContain("ASPNETCORE_FORWARDEDHEADERS_ENABLED", settings.Keys);
    }

    [Fact]
    public async Task A_run_has_the_same_system_as_a_publish_and_no_Compose_file()
    {
        await using var model = await Model.OfRunAsync();

        Assert.IsType<ProjectResource>(model.Find("api"));
        Assert.DoesNotContain(model.Resources, resource => resource.Name is "compose" or "public-origin");
    }

    [Theory]
    [InlineData("postgres-password")]
    [InlineData("api-database-password")]
    [InlineData("operator-database-password")]
    [InlineData("redis-password")]
    public async Task Passwords_are_generated_secrets_that_fit_into_a_connection_string(string name)
    {
        await using var model = await Model.OfPublishAsync();
        var parameter = Assert.IsType<ParameterResource>(model.Find(name));

        Assert.True(parameter.Secret);
        Assert.Matches("^[A-Za-z0-9]{32,}$", parameter.Default!.GetDefaultValue());
    }

    [Theory]
    [InlineData("pepper")]
    [InlineData("master-key")]
    public async Task The_pepper_and_the_master_key_are_32_random_bytes_in_base64(string name)
    {
        await using var model = await Model.OfPublishAsync();
        var key = Assert.IsType<ParameterResource>(model.Find(name));
        var value = key.Default!.GetDefaultValue();

        Assert.True(key.Secret);
        Assert.Equal(32, Convert.FromBase64String(value).Length);
        Assert.NotEqual(value, key.Default.GetDefaultValue());
    }
}
