// The pipeline API is experimental, but Aspire's version is pinned, and nothing else runs before the files are written.
#pragma warning disable ASPIREPIPELINES001, ASPIREPIPELINES004

using Aspire.Hosting.Docker;
using Aspire.Hosting.Pipelines;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace SecureAuth.AppHost.Aspire.Publishing;

/// <summary>
/// Lets only the owner read the .env files. Publishing writes .env, and preparing a deployment writes .env.Production or the name
/// of another environment. Both keep the mode of a file that exists, so the files are created before the secrets are written.
/// </summary>
internal static class PrivateEnvFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static IResourceBuilder<DockerComposeEnvironmentResource> WithPrivateEnvFiles(
        this IResourceBuilder<DockerComposeEnvironmentResource> compose)
    {
        var name = compose.Resource.Name;
        Add("private-env-file", _ => ".env", $"publish-{name}");
        Add(
            "private-env-file-of-environment",
            context => $".env.{context.Services.GetRequiredService<IHostEnvironment>().EnvironmentName}",
            $"prepare-{name}");
        return compose;

        void Add(string step, Func<PipelineStepContext, string> file, string requiredBy) =>
            compose.ApplicationBuilder.Pipeline.AddStep(
                step,
                context =>
                {
                    Restrict(context.Services.GetRequiredService<IPipelineOutputService>().GetOutputDirectory(), file(context));
                    return Task.CompletedTask;
                },
                requiredBy: requiredBy);
    }

    private static void Restrict(string folder, string file)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, file);
        if (!File.Exists(path))
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = OwnerOnly,
            };
            File.Open(path, options).Dispose();
        }

        foreach (var existing in Directory.EnumerateFiles(folder, ".env*"))
        {
            File.SetUnixFileMode(existing, OwnerOnly);
        }
    }
}
