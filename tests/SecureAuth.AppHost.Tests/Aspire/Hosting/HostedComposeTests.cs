using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using YamlDotNet.RepresentationModel;

namespace SecureAuth.AppHost.Tests.Aspire.Hosting;

/// <summary>The Compose file of somebody else's application with SecureAuth in it.</summary>
[Trait("needs", "aspire")]
public sealed class HostedComposeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("secureauth-hosted-").FullName;

    [Fact]
    public async Task The_migration_is_one_shot_and_nothing_of_the_developers_is_published()
    {
        var builder = DistributedApplication.CreateBuilder(
            ["--operation", "publish", "--step", "publish", "--output-path", _folder]);
        builder.AddDockerComposeEnvironment("compose").WithDashboard(enabled: false);
        var auth = builder.AddSecureAuth("auth", origin: builder.AddParameter("origin", "https://auth.example.com"))
            .WithPostgres(builder.AddPostgres("postgres").AddDatabase("accounts"))
            .WithRedis(builder.AddRedis("redis"))
            .WithMail("no-reply@example.com", builder.AddParameter("smtp-host", "smtp.example.com"))
            .WithUser("ann@example.com", builder.AddParameter("ann-password", "violet tram", secret: true), ["admin"]);
        builder.AddContainer("orders", "orders", "1.0").WithReference(auth);

        await builder.Build().RunAsync(TestContext.Current.CancellationToken);

        var text = await ReadAsync("docker-compose.yaml");
        var services = Yaml.Parse(text).At("services");
        Assert.Equal(["secureauth"], services.At("auth-migrate", "entrypoint").Items());
        Assert.Equal(["migrate"], services.At("auth-migrate", "command").Items());
        Assert.Equal(services.At("auth", "image").Text(), services.At("auth-migrate", "image").Text());
        Assert.StartsWith("secureauth:", services.At("auth", "image").Text(), StringComparison.Ordinal);
        Assert.Equal(
            "service_completed_successfully", services.At("auth", "depends_on", "auth-migrate", "condition").Text());
        Assert.Equal("${AUTH_PEPPER}", services.At("auth", "environment", "Passwords__Peppers__0").Text());
        Assert.Equal("${ORIGIN}", services.At("auth", "environment", "Tokens__Issuer").Text());
        Assert.Equal("${ORIGIN}", services.At("orders", "environment", "SECUREAUTH_AUTHORITY").Text());
        Assert.False(services.At("auth").Has("ports"));
        Assert.DoesNotContain("ann@", text + await ReadAsync(".env"), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("violet", text + await ReadAsync(".env"), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Seed__", text, StringComparison.Ordinal);
    }

    private Task<string> ReadAsync(string file) =>
        File.ReadAllTextAsync(Path.Combine(_folder, file), TestContext.Current.CancellationToken);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
