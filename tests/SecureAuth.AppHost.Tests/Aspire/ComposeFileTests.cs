using System.Reflection;
using YamlDotNet.RepresentationModel;

namespace SecureAuth.AppHost.Tests.Aspire;

/// <summary>The content of the published Compose file.</summary>
public sealed class ComposeFileTests(PublishedCompose published) : IClassFixture<PublishedCompose>
{
    [Fact]
    public void Every_server_restarts_and_has_a_health_check()
    {
        var services = published.File.At("services");

        Assert.All(
            (string[])["postgres", "redis", "api"],
            name =>
            {
                Assert.Equal("unless-stopped", services.At(name, "restart").Text());
                Assert.NotEmpty(services.At(name, "healthcheck", "test").Items());
            });
        Assert.False(services.At("migrate").Has("restart"));
    }

    [Fact]
    public void The_API_starts_after_the_migration_and_both_after_healthy_stores()
    {
        var services = published.File.At("services");

        Assert.Equal("service_healthy", services.At("migrate", "depends_on", "postgres", "condition").Text());
        Assert.Equal("service_healthy", services.At("api", "depends_on", "postgres", "condition").Text());
        Assert.Equal("service_healthy", services.At("api", "depends_on", "redis", "condition").Text());
        Assert.Equal("service_completed_successfully", services.At("api", "depends_on", "migrate", "condition").Text());
    }

    [Fact]
    public void PostgreSQL_creates_the_database()
    {
        Assert.Equal("secureauth", published.File.At("services", "postgres", "environment", "POSTGRES_DB").Text());
    }

    [Fact]
    public void The_API_gets_its_settings()
    {
        var settings = published.File.At("services", "api", "environment");

        Assert.Equal("${PUBLIC_ORIGIN}", settings.At("Tokens__Issuer").Text());
        Assert.Equal("${EMAIL_VERIFICATION}", settings.At("Accounts__EmailVerification").Text());
        Assert.Equal("${SMTP_HOST}", settings.At("Email__Smtp__Host").Text());
        Assert.Equal("${SMTP_PASSWORD}", settings.At("Email__Smtp__Password").Text());
        Assert.Equal("${TRUSTED_PROXY_NETWORK}", settings.At("Proxy__TrustedNetworks__0").Text());
        Assert.Equal("${PEPPER}", settings.At("Passwords__Peppers__0").Text());
    }

    [Fact]
    public void The_images_carry_the_name_and_the_version_of_the_product()
    {
        var services = published.File.At("services");
        var version = typeof(ComposeFileTests).Assembly
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

        Assert.Equal($"${{IMAGE_REGISTRY}}/secureauth-api:{version}", services.At("api", "image").Text());
        Assert.Equal($"${{IMAGE_REGISTRY}}/secureauth-cli:{version}", services.At("migrate", "image").Text());
    }

    [Fact]
    public void Ports_are_on_loopback_unless_asked_and_the_stores_have_none()
    {
        var services = published.File.At("services");

        Assert.Equal(["${LISTEN_ADDRESS}:5080:${API_PORT}"], services.At("api", "ports").Items());
        Assert.Equal(["127.0.0.1:18888:18888"], services.At("compose-dashboard", "ports").Items());
        Assert.False(services.At("postgres").Has("ports"));
        Assert.False(services.At("redis").Has("ports"));
    }

    [Fact]
    public void The_dashboard_requires_a_token()
    {
        var settings = published.File.At("services", "compose-dashboard", "environment");

        Assert.Equal("${DASHBOARD_TOKEN}", settings.At("DASHBOARD__FRONTEND__BROWSERTOKEN").Text());
    }

    /// <summary>The API trusts this range as its proxies.</summary>
    [Fact]
    public void The_network_has_the_addresses_that_the_API_trusts()
    {
        var network = published.File.At("networks", "aspire", "ipam", "config");

        Assert.Equal("${TRUSTED_PROXY_NETWORK}", ((YamlSequenceNode)network)[0].At("subnet").Text());
    }
}
