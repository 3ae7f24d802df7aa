// The pipeline API is experimental, but Aspire's version is pinned, and nothing else can write into the published files.
#pragma warning disable ASPIREPIPELINES001, ASPIREPIPELINES004

using Aspire.Hosting.Docker;
using Aspire.Hosting.Pipelines;
using Microsoft.Extensions.DependencyInjection;

namespace SecureAuth.AppHost.Aspire.Publishing;

/// <summary>
/// Publishing writes a Compose file and an .env file with empty settings. This step fills in their values, including generated
/// secrets, so that the published system starts without further changes. Existing values are kept.
/// </summary>
internal static class FilledEnvFile
{
    public static IResourceBuilder<DockerComposeEnvironmentResource> WithFilledEnvFile(
        this IResourceBuilder<DockerComposeEnvironmentResource> compose)
    {
        var settings = new Dictionary<string, CapturedEnvironmentVariable>();
        compose.ApplicationBuilder.Pipeline.AddStep(
            "fill-env-file",
            context => FillAsync(context, settings),
            dependsOn: $"publish-{compose.Resource.Name}",
            requiredBy: WellKnownPipelineSteps.Publish);
        return compose.ConfigureEnvFile(captured =>
        {
            // The Compose file names the images itself. In the .env file, which keeps its values, an upgrade would miss them.
            captured.Remove("API_IMAGE");
            captured.Remove("MIGRATE_IMAGE");
            foreach (var (name, setting) in captured)
            {
                settings[name] = setting;
            }
        });
    }

    private static async Task FillAsync(PipelineStepContext context, Dictionary<string, CapturedEnvironmentVariable> settings)
    {
        var folder = context.Services.GetRequiredService<IPipelineOutputService>().GetOutputDirectory();
        var path = Path.Combine(folder, ".env");
        var lines = await File.ReadAllLinesAsync(path, context.CancellationToken);
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].EndsWith('=') && settings.TryGetValue(lines[i][..^1], out var setting))
            {
                lines[i] += await ValueAsync(setting, context.CancellationToken);
            }
        }

        await File.WriteAllLinesAsync(path, lines, context.CancellationToken);
    }

    private static async Task<string?> ValueAsync(CapturedEnvironmentVariable setting, CancellationToken cancel) =>
        setting.Source is ParameterResource parameter ? await parameter.GetValueAsync(cancel) : setting.DefaultValue;
}
