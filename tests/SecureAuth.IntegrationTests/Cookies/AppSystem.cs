using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SecureAuth.IntegrationTests.Stack;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.Cookies;

/// <summary>
/// An instance whose issuer is its own address, an application on another origin of the same site, and two origins of somebody
/// else: one of the same site, whose requests have the cookies too, and one of another site. Ports make origins, hosts make
/// sites.
/// </summary>
public sealed class AppSystem(TestSystem system) : IAsyncLifetime
{
    private RunningApi? _api;

    private WebApplication? _pages;

    internal Uri Api { get; } = new($"http://localhost:{FreePort.Next()}");

    internal Uri App { get; } = new($"http://localhost:{FreePort.Next()}");

    internal Uri Neighbour { get; } = new($"http://localhost:{FreePort.Next()}");

    internal Uri Stranger => new($"http://127.0.0.1:{Neighbour.Port}");

    internal TestClient NewClient() => new(_api!);

    internal Database Database => system.Database;

    public async ValueTask InitializeAsync()
    {
        _api = await HostedApi.StartAsync(
            system.Settings.ForApi(("Tokens__Issuer", OriginOf(Api)), ("Cors__Origins__0", OriginOf(App))), Api.Port);

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{App.Port}", $"http://127.0.0.1:{Neighbour.Port}");
        _pages = builder.Build();
        _pages.Run(context =>
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            return context.Response.WriteAsync("<!doctype html><title>A page</title><link rel=icon href=data:,><p>Here");
        });
        await _pages.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await (_pages?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_api?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private static string OriginOf(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
