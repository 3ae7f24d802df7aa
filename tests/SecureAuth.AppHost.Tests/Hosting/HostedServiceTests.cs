using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace SecureAuth.AppHost.Tests.Hosting;

/// <summary>The containers that <c>AddSecureAuth</c> adds, in both flavours.</summary>
public sealed class HostedServiceTests
{
    [Fact]
    public async Task The_service_gets_its_settings_and_nothing_of_the_owner()
    {
        var settings = await HostedSystem.OfPublish.ServiceSettingsAsync();

        Assert.Equal(
            "Host={postgres.bindings.tcp.host};Port={postgres.bindings.tcp.port};Database=accounts;"
            + "Username=accounts_api;Password={auth-api-database-password.value}",
            settings["ConnectionStrings__secureauth"]);
        Assert.Contains("ConnectionStrings__redis", settings.Keys);
        Assert.Equal("{auth-origin.value}", settings["Tokens__Issuer"]);
        Assert.Equal("secureauth", settings["Tokens__Audience"]);
        Assert.Equal("{auth-pepper.value}", settings["Passwords__Peppers__0"]);
        Assert.Equal("{auth-master-key.value}", settings["Keys__Master__0"]);
        Assert.DoesNotContain("ConnectionStrings__migrations", settings.Keys);
        Assert.DoesNotContain("ConnectionStrings__operator", settings.Keys);
        Assert.DoesNotContain("ASPNETCORE_ENVIRONMENT", settings.Keys);
        Assert.DoesNotContain("Email__PickupDirectory", settings.Keys);
        Assert.DoesNotContain(settings.Values, value => value.Contains("postgres-password", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_Redis_the_service_is_told_that_there_is_none()
    {
        var system = HostedSystem.OfPublish;
        var people = system.Builder.AddPostgres("other").AddDatabase("people");
        var single = system.Builder.AddSecureAuth("single").WithPostgres(people);

        Assert.Equal("", (await system.SettingsAsync(single.Resource))["ConnectionStrings__redis"]);
    }

    [Fact]
    public async Task The_migration_gets_the_owners_connection_and_both_roles()
    {
        var settings = await HostedSystem.OfPublish.MigrationSettingsAsync();

        Assert.Contains("ConnectionStrings__migrations", settings.Keys);
        Assert.Contains("Username=accounts_api;", settings["ConnectionStrings__secureauth"], StringComparison.Ordinal);
        Assert.Contains("Username=accounts_operator;", settings["ConnectionStrings__operator"], StringComparison.Ordinal);
        Assert.Equal("{auth-master-key.value}", settings["Keys__Master__0"]);
        Assert.DoesNotContain("Passwords__Peppers__0", settings.Keys);
    }

    [Fact]
    public async Task The_migration_is_a_command_and_the_service_waits_for_its_end_and_for_the_stores()
    {
        var system = HostedSystem.OfPublish;
        var arguments = new List<object>();
        foreach (var callback in system.Migration.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
        {
            await callback.Callback(new CommandLineArgsCallbackContext(arguments));
        }

        Assert.Equal("secureauth", system.Migration.Entrypoint);
        Assert.Equal(["migrate"], arguments);
        var waits = system.Auth.Resource.Annotations.OfType<WaitAnnotation>()
            .ToDictionary(wait => wait.Resource.Name, wait => wait.WaitType);
        Assert.Equal(WaitType.WaitForCompletion, waits["auth-migrate"]);
        Assert.Equal(WaitType.WaitUntilHealthy, waits["accounts"]);
        Assert.Equal(WaitType.WaitUntilHealthy, waits["redis"]);
        Assert.Contains(system.Migration.Annotations.OfType<WaitAnnotation>(), wait => wait.Resource.Name == "accounts");
    }

    [Fact]
    public void Both_containers_have_the_image_of_the_library_s_version_and_follow_a_change()
    {
        var system = HostedSystem.OfPublish;
        var service = system.Auth.Resource.Annotations.OfType<ContainerImageAnnotation>().Single();
        var migration = system.Migration.Annotations.OfType<ContainerImageAnnotation>().Single();
        Assert.Equal("secureauth", service.Image);
        Assert.Matches(@"^\d+\.\d+\.\d+$", service.Tag);

        system.Auth.WithImageTag("1.2.3");

        Assert.Equal("1.2.3", service.Tag);
        Assert.Equal("1.2.3", migration.Tag);
    }

    [Fact]
    public async Task The_issuer_of_a_run_is_the_fixed_port_whoever_asks()
    {
        var system = HostedSystem.OfRun;

        Assert.Equal("http://localhost:5080", (await system.ServiceSettingsAsync())["Tokens__Issuer"]);
        Assert.Equal(5080, Assert.Single(system.Auth.Resource.Annotations.OfType<EndpointAnnotation>()).Port);
    }

    [Fact]
    public async Task An_origin_is_the_issuer_of_a_run_too()
    {
        var builder = DistributedApplication.CreateBuilder(["--environment", "Development"]);
        var origin = builder.AddParameter("origin", "https://auth.example.com");

        var auth = builder.AddSecureAuth("auth", origin: origin);

        Assert.Equal("https://auth.example.com", await auth.Resource.Issuer.GetValueAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("auth-pepper")]
    [InlineData("auth-master-key")]
    [InlineData("auth-api-database-password")]
    [InlineData("auth-operator-database-password")]
    public void Secrets_are_generated_and_secret(string name)
    {
        var parameter = HostedSystem.OfPublish.Find<ParameterResource>(name);

        Assert.True(parameter.Secret);
        var value = parameter.Default!.GetDefaultValue();
        Assert.NotEqual(value, parameter.Default.GetDefaultValue());
        Assert.True(value.Length >= 32, value);
        Assert.DoesNotContain(';', value);
    }
}
