using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace SecureAuth.AdminCli.CommandLine;

/// <summary>
/// The environment that settings are validated for. Its name comes from the same variables as the API's, in the same order.
/// </summary>
internal sealed class OperatorEnvironment(IConfiguration configuration) : IHostEnvironment
{
    public string EnvironmentName { get; set; } =
        Find(configuration, "DOTNET_ENVIRONMENT") ?? Find(configuration, "ASPNETCORE_ENVIRONMENT") ?? Environments.Production;

    public string ApplicationName { get; set; } = "secureauth";

    public string ContentRootPath { get; set; } = AppContext.BaseDirectory;

    public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();

    private static string? Find(IConfiguration configuration, string key) =>
        configuration[key] is { Length: > 0 } name ? name : null;
}
