using Aspire.Hosting;

namespace SecureAuth.AppHost.Tests.Hosting;

/// <summary>Accounts for developers exist during development only.</summary>
public sealed class HostedUserTests
{
    [Fact]
    public async Task The_migration_of_a_run_gets_the_accounts_and_the_service_does_not()
    {
        var system = HostedSystem.OfRun;
        system.Auth.WithUser("bea@example.com", system.Password);

        var settings = await system.MigrationSettingsAsync();

        Assert.Equal("Development", settings["DOTNET_ENVIRONMENT"]);
        Assert.Equal("{auth-pepper.value}", settings["Passwords__Peppers__0"]);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["Seed__Users__0__Email"] = "ann@example.com",
                ["Seed__Users__0__Password"] = "{ann-password.value}",
                ["Seed__Users__0__DisplayName"] = "Ann",
                ["Seed__Users__0__Roles__0"] = "admin",
                ["Seed__Users__0__Roles__1"] = "buyer",
                ["Seed__Users__1__Email"] = "bea@example.com",
                ["Seed__Users__1__Password"] = "{ann-password.value}",
            },
            settings.Where(setting => setting.Key.StartsWith("Seed", StringComparison.Ordinal)).ToDictionary());
        Assert.DoesNotContain(await system.ServiceSettingsAsync(), IsAboutAnn);
    }

    [Theory]
    [InlineData("--operation", "publish")]
    [InlineData("--operation", "publish", "--environment", "Development")]
    [InlineData("--environment", "Staging")]
    public async Task A_publish_and_a_run_of_another_environment_have_no_accounts(params string[] args)
    {
        var system = new HostedSystem(args);

        Assert.DoesNotContain(await system.MigrationSettingsAsync(), IsAboutAnn);
        Assert.DoesNotContain(await system.ServiceSettingsAsync(), IsAboutAnn);
    }

    [Fact]
    public void A_password_that_the_dashboard_would_show_is_refused()
    {
        var system = HostedSystem.OfRun;
        var shown = system.Builder.AddParameter("shown", "violet tram over the harbour");

        var refused = Assert.Throws<ArgumentException>(() => system.Auth.WithUser("bea@example.com", shown));

        Assert.Contains("shown", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("violet", refused.Message, StringComparison.Ordinal);
    }

    private static bool IsAboutAnn(KeyValuePair<string, string> setting) =>
        setting.Key.StartsWith("Seed", StringComparison.Ordinal)
        || setting.Value.Contains("ann", StringComparison.Ordinal);
}
