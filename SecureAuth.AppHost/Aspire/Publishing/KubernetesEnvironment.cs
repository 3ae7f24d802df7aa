using Aspire.Hosting.Kubernetes;

namespace SecureAuth.AppHost.Aspire.Publishing;

/// <summary>The published Helm chart.</summary>
internal static class KubernetesEnvironment
{
    public static void AddKubernetes(this IDistributedApplicationBuilder builder)
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
    }
}
