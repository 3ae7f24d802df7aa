// The pipeline API is experimental, but Aspire's version is pinned, and nothing else can write into the published files.
#pragma warning disable ASPIREPIPELINES001, ASPIREPIPELINES004

using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Pipelines;
using Microsoft.Extensions.DependencyInjection;

namespace SecureAuth.AppHost.Aspire.Publishing;

/// <summary>Puts the names of the images into the chart's values, where Aspire always writes RESOURCE:latest.</summary>
internal static class ChartImages
{
    public static IResourceBuilder<KubernetesEnvironmentResource> WithImages(
        this IResourceBuilder<KubernetesEnvironmentResource> cluster, IReadOnlyDictionary<string, string> images)
    {
        cluster.ApplicationBuilder.Pipeline.AddStep(
            "name-chart-images",
            context => ReplaceAsync(context, images),
            dependsOn: $"publish-{cluster.Resource.Name}",
            requiredBy: WellKnownPipelineSteps.Publish);
        return cluster;
    }

    private static async Task ReplaceAsync(PipelineStepContext context, IReadOnlyDictionary<string, string> images)
    {
        var folder = context.Services.GetRequiredService<IPipelineOutputService>().GetOutputDirectory();
        var path = Path.Combine(folder, "values.yaml");
        var values = await File.ReadAllTextAsync(path, context.CancellationToken);
        foreach (var (resource, image) in images)
        {
            values = values.Replace($"\"{resource}:latest\"", $"\"{image}\"", StringComparison.Ordinal);
        }

        await File.WriteAllTextAsync(path, values, context.CancellationToken);
    }
}
