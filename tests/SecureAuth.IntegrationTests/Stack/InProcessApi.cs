using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using SecureAuth.Core.Keys;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>
/// The host of the API in this process, on the real stores. Tests use it directly for what another process cannot offer: a fake
/// clock and the signing key. Over HTTP they call a <see cref="HostedApi"/>.
/// </summary>
/// <param name="settings">Its settings, named like environment variables.</param>
/// <param name="time">Its clock; null for the real one.</param>
internal sealed class InProcessApi(IReadOnlyDictionary<string, string> settings, TimeProvider? time = null)
    : WebApplicationFactory<Program>
{
    public LogLines Log { get; } = new();

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
        builder.UseEnvironment(settings["ASPNETCORE_ENVIRONMENT"]);
        builder.ConfigureLogging(logging =>
        {
            logging.ClearProviders();
            logging.Services.AddSingleton<ILoggerProvider>(services => new CapturedLog(
                services.GetServices<ConsoleFormatter>(),
                services.GetRequiredService<IOptions<ConsoleLoggerOptions>>(),
                Log));
        });
        builder.ConfigureHostConfiguration(configuration => configuration.AddInMemoryCollection(
            settings.ToDictionary(s => s.Key.Replace("__", ":", StringComparison.Ordinal), string? (s) => s.Value)));
        return base.CreateHost(builder);
    }
}
