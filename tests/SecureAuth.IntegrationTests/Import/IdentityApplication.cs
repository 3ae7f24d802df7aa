using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.Import;

/// <summary>An application with ASP.NET Core Identity's own endpoints and hasher, as its template sets them up.</summary>
internal sealed class IdentityApplication : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private IdentityApplication(WebApplication app, Uri origin)
    {
        _app = app;
        _client = new HttpClient { BaseAddress = origin };
    }

    /// <param name="database">A database without tables.</param>
    public static async Task<IdentityApplication> StartAsync(string database)
    {
        var origin = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(origin.ToString());
        builder.Services.AddDbContext<Context>(options => options.UseNpgsql($"{database};Pooling=false"));
        builder.Services.AddAuthorization();
        builder.Services.AddIdentityApiEndpoints<IdentityUser>().AddEntityFrameworkStores<Context>();
        var app = builder.Build();
        app.MapIdentityApi<IdentityUser>();
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var context = scope.ServiceProvider.GetRequiredService<Context>();
            await context.Database.EnsureCreatedAsync(TestContext.Current.CancellationToken);
        }

        await app.StartAsync(TestContext.Current.CancellationToken);
        return new IdentityApplication(app, origin);
    }

    public async Task RegisterAsync(string email, string password)
    {
        using var response = await _client.PostAsJsonAsync(
            new Uri("/register", UriKind.Relative), new { email, password }, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    private sealed class Context(DbContextOptions<Context> options) : IdentityDbContext<IdentityUser>(options);
}
