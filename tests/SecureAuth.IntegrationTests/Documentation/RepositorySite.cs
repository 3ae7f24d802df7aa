using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.Documentation;

/// <summary>A server of static files for the repository, below a path as on GitHub Pages.</summary>
public sealed class RepositorySite : IAsyncLifetime
{
    private const string BasePath = "/secureauth";

    private WebApplication? _app;

    internal static string Root { get; } = typeof(RepositorySite).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "Repository").Value!;

    internal Uri Address { get; private set; } = null!;

    internal Uri Page(string pathAndAnchor) => new(Address, $"?{pathAndAnchor}");

    public async ValueTask InitializeAsync()
    {
        var origin = $"http://127.0.0.1:{FreePort.Next()}";
        Address = new Uri($"{origin}{BasePath}/docs/");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(origin);
        _app = builder.Build();
        _app.UseFileServer(new FileServerOptions
        {
            FileProvider = new PhysicalFileProvider(Root),
            RequestPath = BasePath,
            StaticFileOptions = { ServeUnknownFileTypes = true },
        });
        await _app.StartAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => _app?.DisposeAsync() ?? ValueTask.CompletedTask;
}
