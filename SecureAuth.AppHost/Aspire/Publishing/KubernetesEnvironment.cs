using Aspire.Hosting.ApplicationModel;

namespace SecureAuth.AppHost.Aspire.Publishing;

/// <summary>The published Helm chart.</summary>
internal static class KubernetesEnvironment
{
    /// <summary>
    /// Returns the parameter with the addresses of the proxies that the API trusts. Those of a cluster are unknown, so by
    /// default there are none, and all clients share the limits of one address.
    /// </summary>
    public static IResourceBuilder<ParameterResource> AddKubernetes(this IDistributedApplicationBuilder builder)
    {
        var token = builder.AddParameter("dashboard-token", Generated.Password, secret: true, persist: true);
        builder.AddKubernetesEnvironment("kubernetes")
            .WithHelm(chart => chart
                .WithChartName("secureauth")
                .WithChartVersion(BuiltFiles.Version)
                .WithChartDescription("A self-hosted authentication service"))
            .WithDashboard(dashboard => dashboard.WithEnvironment("DASHBOARD__FRONTEND__BROWSERTOKEN", token))

            // Aspire's default is a volume that is lost with its pod.
            .WithProperties(cluster => cluster.DefaultStorageType = "pvc")
            .WithImages(new Dictionary<string, string>
            {
                ["api"] = ImageNames.Versioned(ImageNames.Api),
                ["migrate"] = ImageNames.Versioned(ImageNames.CommandLine),
            })
            .WithSecretValues();
        return builder.AddParameter("trusted-proxies", "127.0.0.1/32", publishValueAsDefault: true);
    }
}
