using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SecureAuth.AppHost.Tests.Aspire;

/// <summary>
/// The system as Aspire runs it, with containers and two instances of the API, but without the developer's volumes and secrets.
/// Without a container runtime nothing is started, and the tests are skipped.
/// </summary>
public sealed class StartedSystem : IAsyncLifetime
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("secureauth-started-").FullName;
    private IDistributedApplicationTestingBuilder? _model;
    private DistributedApplication? _app;
    private string? _userSecrets;

    internal string OperatorFile => Path.Combine(_folder, "operator.env");

    internal DistributedApplication App
    {
        get
        {
            Assert.SkipWhen(_app is null, "No container runtime is running.");
            return _app!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (!await SucceedsAsync("docker") && !await SucceedsAsync("podman"))
        {
            return;
        }

        var model = _model = await Model.StartableAsync(
            "--environment", "Development",
            $"--ASPIRE_USER_SECRETS_ID=secureauth-test-{RandomNumberGenerator.GetHexString(16)}",
            "--data", _folder,
            "--replicas", "2");
        _userSecrets = Path.GetDirectoryName(model.UserSecretsManager.FilePath);
        foreach (var store in (string[])["postgres", "redis"])
        {
            model.Find(store).Annotations.Remove(model.Annotations<ContainerMountAnnotation>(store).Single());
        }

        // All tests have the same address.
        foreach (var api in (string[])["api", "api-2"])
        {
            model.CreateResourceBuilder((ProjectResource)model.Find(api)).WithEnvironment("RateLimits__Login__Permits", "100");
        }

        // Failing checks would write hundreds of lines while the containers stop. Those at the start are seen in the state.
        model.Services.AddLogging(log => log.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None));

        using var timeout = new CancellationTokenSource(StartTimeout);
        _app = await model.BuildAsync(timeout.Token);
        await _app.StartAsync(timeout.Token);
        await _app.ResourceNotifications.WaitForResourceHealthyAsync("api", timeout.Token);
        await _app.ResourceNotifications.WaitForResourceHealthyAsync("api-2", timeout.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        if (_model is not null)
        {
            await _model.DisposeAsync();
        }

        foreach (var folder in (string?[])[_folder, _userSecrets])
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static async Task<bool> SucceedsAsync(string runtime)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(runtime, ["info"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
