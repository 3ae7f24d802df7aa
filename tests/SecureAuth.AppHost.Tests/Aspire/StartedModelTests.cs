using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace SecureAuth.AppHost.Tests.Aspire;

/// <summary>The system as Aspire runs it, with containers, but without the developer's volumes and secrets.</summary>
[Trait("needs", "containers")]
public sealed class StartedModelTests
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task The_system_starts_and_registers_a_user()
    {
        await SkipWithoutContainersAsync();
        var folder = Directory.CreateTempSubdirectory("secureauth-started-").FullName;
        await using var model = await Model.OfRunAsync(
            "--environment", "Development", "--ASPIRE_USER_SECRETS_ID=secureauth-started-test", "--data", folder);
        foreach (var store in (string[])["postgres", "redis"])
        {
            model.Find(store).Annotations.Remove(model.Annotations<ContainerMountAnnotation>(store).Single());
        }

        await using var app = await model.BuildAsync(TestContext.Current.CancellationToken);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(StartTimeout);
        await app.StartAsync(timeout.Token);
        await app.ResourceNotifications.WaitForResourceHealthyAsync("api", timeout.Token);

        using var client = app.CreateHttpClient("api");
        var registered = await client.PostAsJsonAsync(
            "/api/v1/auth/register",
            new { email = "ann@example.com", password = "violet tram over the harbour", display_name = "Ann" },
            timeout.Token);
        Assert.Equal(HttpStatusCode.Created, registered.StatusCode);
        var settings = await File.ReadAllTextAsync(Path.Combine(folder, "operator.env"), timeout.Token);
        Assert.Contains("ConnectionStrings__operator", settings, StringComparison.Ordinal);
    }

    private static async Task SkipWithoutContainersAsync()
    {
        Assert.SkipUnless(await SucceedsAsync("docker") || await SucceedsAsync("podman"), "No container runtime is running.");
    }

    private static async Task<bool> SucceedsAsync(string runtime)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(runtime, ["info"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
