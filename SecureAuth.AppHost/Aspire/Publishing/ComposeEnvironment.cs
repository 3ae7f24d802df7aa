using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Docker.Resources;
using Aspire.Hosting.Docker.Resources.ServiceNodes;

namespace SecureAuth.AppHost.Aspire.Publishing;

/// <summary>The published Compose file, its network and its dashboard.</summary>
internal static class ComposeEnvironment
{
    private const string Name = "compose";
    private const int DashboardPort = 18888;

    /// <summary>
    /// Returns the parameter with the address range of the containers. The proxy reaches the API from this range, whether it is a
    /// container or runs on the host. The range has to be known, because the API trusts the client addresses that it reports.
    /// </summary>
    public static IResourceBuilder<ParameterResource> AddCompose(this IDistributedApplicationBuilder builder)
    {
        var network = builder.AddParameter("trusted-proxy-network", "172.30.80.0/24", publishValueAsDefault: true);

        // Anybody who can open the dashboard needs this token. Without it, the dashboard would generate a new one at each start.
        var token = builder.AddParameter("dashboard-token", Generated.Password, secret: true, persist: true);
        builder.AddDockerComposeEnvironment(Name)
            .WithDashboard(dashboard => dashboard
                .WithHostPort(DashboardPort)
                .WithEnvironment("DASHBOARD__FRONTEND__BROWSERTOKEN", token))
            .ConfigureComposeFile(file => Configure(file, network.Resource))
            .WithPrivateEnvFiles()
            .WithFilledEnvFile();
        return network;
    }

    private static void Configure(ComposeFile file, ParameterResource network)
    {
        // Telemetry is for the operators of this host.
        file.Services[$"{Name}-dashboard"].Ports = [$"127.0.0.1:{DashboardPort}:{DashboardPort}"];

        file.Networks["aspire"].Ipam = new Ipam { Config = [new() { ["subnet"] = $"${{{VariableOf(network)}}}" }] };
    }

    private static string VariableOf(ParameterResource parameter) =>
        parameter.Name.ToUpperInvariant().Replace('-', '_');
}
