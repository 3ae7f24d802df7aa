using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>
/// An instance in the process of the tests, with the settings and the server of a process. Starting a process takes seconds of
/// processor time, so a test gets one (<see cref="ApiProcess"/>) only if it is about what processes do not share, or about the
/// process itself: replicas, crashes, shutdown, telemetry.
/// </summary>
internal sealed class HostedApi : RunningApi
{
    private readonly InProcessApi _host;

    private HostedApi(InProcessApi host, Uri address)
        : base(address, host.Log)
    {
        _host = host;
    }

    /// <summary>Starts an instance that must become healthy.</summary>
    /// <inheritdoc cref="LaunchAsync"/>
    public static async Task<HostedApi> StartAsync(IReadOnlyDictionary<string, string> settings, int port = 0)
    {
        var api = await LaunchAsync(settings, port);
        try
        {
            await Eventually.IsTrueAsync(api.IsHealthyAsync, "the API is healthy");
            return api;
        }
        catch (Exception error)
        {
            await api.DisposeAsync();
            throw new InvalidOperationException($"The API did not start:\n{api.Log}", error);
        }
    }

    /// <summary>Starts an instance and returns when it listens.</summary>
    /// <param name="settings">Its settings, named like environment variables.</param>
    /// <param name="port">Where it listens; 0 for a free port.</param>
    public static async Task<HostedApi> LaunchAsync(IReadOnlyDictionary<string, string> settings, int port = 0)
    {
        Assert.True(!settings.Keys.Any(Settings.IsForPlatform), "A process of its own is needed for settings of the platform.");
        var host = new InProcessApi(settings);
        host.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        try
        {
            await Task.Run(host.StartServer);
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }

        var addresses = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return new HostedApi(host, new Uri(addresses.Single()));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _host.DisposeAsync();
    }
}
