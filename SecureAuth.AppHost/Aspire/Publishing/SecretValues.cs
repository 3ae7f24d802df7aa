// The pipeline API is experimental, but Aspire's version is pinned, and nothing else can write into the published files.
#pragma warning disable ASPIREPIPELINES001, ASPIREPIPELINES004

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Pipelines;
using Microsoft.Extensions.DependencyInjection;
using SecureAuth.AppHost.Local;

namespace SecureAuth.AppHost.Aspire.Publishing;

using Values = Dictionary<string, Dictionary<string, Dictionary<string, string>>>;

/// <summary>
/// The chart contains no secrets. This step writes those that its templates refer to into a values file of their own, which only
/// the owner can read. Existing values are kept.
/// </summary>
internal static partial class SecretValues
{
    private const string FileName = "secrets.values.json";
    private const string Section = "secrets";

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,

        // Base64 contains +, which the default escapes for HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void WithSecretValues(this IResourceBuilder<KubernetesEnvironmentResource> cluster) =>
        cluster.ApplicationBuilder.Pipeline.AddStep(
            "write-secret-values",
            WriteAsync,
            dependsOn: $"publish-{cluster.Resource.Name}",
            requiredBy: WellKnownPipelineSteps.Publish);

    private static async Task WriteAsync(PipelineStepContext context)
    {
        var folder = context.Services.GetRequiredService<IPipelineOutputService>().GetOutputDirectory();
        var path = Path.Combine(folder, FileName);
        var values = File.Exists(path)
            ? JsonSerializer.Deserialize<Values>(await File.ReadAllBytesAsync(path, context.CancellationToken))!
            : new Values { [Section] = [] };
        foreach (var (owner, key) in await ReferencesAsync(folder, context.CancellationToken))
        {
            var ofOwner = values[Section].TryGetValue(owner, out var known) ? known : values[Section][owner] = [];
            if (!ofOwner.ContainsKey(key))
            {
                ofOwner[key] = await ValueAsync(context.Model, key, context.CancellationToken);
            }
        }

        PrivateFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(values, Indented));

        // Helm would otherwise pack the file into the chart.
        await File.WriteAllTextAsync(Path.Combine(folder, ".helmignore"), $"{FileName}\n", context.CancellationToken);
    }

    private static async Task<SortedSet<(string Owner, string Key)>> ReferencesAsync(string folder, CancellationToken cancel)
    {
        var references = new SortedSet<(string, string)>();
        foreach (var template in Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories))
        {
            foreach (Match match in SecretReference().Matches(await File.ReadAllTextAsync(template, cancel)))
            {
                references.Add((match.Groups["owner"].Value, match.Groups["key"].Value));
            }
        }

        return references;
    }

    private static async Task<string> ValueAsync(DistributedApplicationModel model, string key, CancellationToken cancel)
    {
        var parameter = model.Resources.OfType<ParameterResource>().Single(candidate => candidate.Name.Replace('-', '_') == key);
        return await parameter.GetValueAsync(cancel) ?? throw new InvalidOperationException($"{parameter.Name} has no value.");
    }

    [GeneratedRegex(@"\.Values\.secrets\.(?<owner>\w+)\.(?<key>\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SecretReference();
}
