using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using SecureAuth.Core.Keys;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>
/// The API in this process, on the real stores. It is only for what another process cannot offer: a fake clock and the signing
/// key.
/// </summary>
internal sealed class InProcessApi(
    TestSystem system, TimeProvider? time = null, IReadOnlyDictionary<string, string>? settings = null)
    : WebApplicationFactory<Program>
{
    /// <summary>The key that the API signs with, once it has been loaded.</summary>
    public async Task<ECDsaSecurityKey> SigningKeyAsync()
    {
        var ring = Services.GetRequiredService<SigningKeyRing>();
        await Eventually.IsTrueAsync(() => ring.SigningKey is not null, "the signing key is read");
        return ring.SigningKey!;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder.ConfigureTestServices(services =>
        services.AddSingleton(time ?? TimeProvider.System));

    /// <summary>Adds the settings to the host's configuration, which exists before the program reads its own.</summary>
    protected override IHost CreateHost(IHostBuilder builder)
    {
        builder.UseEnvironment("Testing");
        builder.ConfigureLogging(logging => logging.ClearProviders());
        builder.ConfigureHostConfiguration(configuration => configuration.AddInMemoryCollection(
            (settings ?? system.Settings.ForApi()).ToDictionary(
                s => s.Key.Replace("__", ":", StringComparison.Ordinal), string? (s) => s.Value)));
        return base.CreateHost(builder);
    }
}
