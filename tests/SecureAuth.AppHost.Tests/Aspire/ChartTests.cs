using System.Text.Json;
using System.Text.RegularExpressions;
using k8s;
using k8s.Models;
using YamlDotNet.RepresentationModel;

namespace SecureAuth.AppHost.Tests.Aspire;

/// <summary>The published Helm chart.</summary>
public sealed partial class ChartTests(PublishedChart published) : IClassFixture<PublishedChart>
{
    [Fact]
    public async Task Every_value_of_the_templates_is_in_the_values_or_in_the_secrets()
    {
        var chart = published.Folder;
        var values = Yaml.Parse(await chart.ReadAsync("values.yaml"));
        var secrets = JsonDocument.Parse(await chart.ReadAsync("secrets.values.json")).RootElement;

        var references = Directory.EnumerateFiles(Path.Combine(chart.Path, "templates"), "*.yaml", SearchOption.AllDirectories)
            .SelectMany(file => Reference().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups["path"].Value.Split('.'))
            .ToList();
        Assert.All(
            references,
            path => Assert.Equal(
                IsOptional(path[2]),
                (path[0] == "secrets"
                    ? secrets.GetProperty("secrets").GetProperty(path[1]).GetProperty(path[2]).GetString()!
                    : values.At(path).Text()).Length == 0));
        Assert.Contains(references, path => path is ["secrets", "api", "pepper"]);

        // There is no mail server that would suit everybody.
        static bool IsOptional(string name) => name is "mail_from" or "smtp_host" or "smtp_user" or "smtp_password";
    }

    /// <summary>The strict parser rejects unknown fields, fields that occur twice, and values of a wrong type.</summary>
    [Fact]
    public async Task Every_template_is_an_object_that_Kubernetes_knows()
    {
        var values = Yaml.Parse(await published.Folder.ReadAsync("values.yaml"));
        var secrets = Yaml.Parse(await published.Folder.ReadAsync("secrets.values.json"));
        var kinds = new List<string>();
        foreach (var file in Directory.EnumerateFiles(
            Path.Combine(published.Folder.Path, "templates"), "*.yaml", SearchOption.AllDirectories))
        {
            var rendered = Expression().Replace(await File.ReadAllTextAsync(file), match => Rendered(match.Groups["path"].Value));
            var (kind, name) = Assert.Single(KubernetesYaml.LoadAllFromString(rendered, strict: true)) switch
            {
                IKubernetesObject<V1ObjectMeta> known => (known.Kind, known.Metadata.Name),
                var other => throw new InvalidOperationException($"{file} is a {other.GetType()}."),
            };
            kinds.Add($"{kind} {name}");
        }

        Assert.Equal(
            [
                "ConfigMap api-config",
                "ConfigMap migrate-config",
                "ConfigMap postgres-config",
                "Deployment api-deployment",
                "Deployment kubernetes-dashboard-deployment",
                "PersistentVolumeClaim postgres-secureauth-postgres-pvc",
                "PersistentVolumeClaim redis-secureauth-redis-pvc",
                "Secret api-secrets",
                "Secret kubernetes-dashboard-secrets",
                "Secret migrate-secrets",
                "Secret postgres-secrets",
                "Secret redis-secrets",
                "Service api-service",
                "Service kubernetes-dashboard-service",
                "Service postgres-service",
                "Service redis-service",
                "StatefulSet postgres-statefulset",
                "StatefulSet redis-statefulset",
            ],
            kinds.Order(StringComparer.Ordinal));

        string Rendered(string path) => path.Split('.') switch
        {
            ["Values", "secrets", .. var rest] => secrets.At("secrets").At(rest).Text(),
            ["Values", .. var rest] => values.At(rest).Text(),
            ["Chart", "Name"] => "secureauth",
            ["Release", "Name"] => "release",
            _ => throw new InvalidOperationException($"{path} is unknown."),
        };
    }

    [Fact]
    public async Task Secrets_are_in_one_file_that_only_the_owner_reads_and_Helm_does_not_pack()
    {
        using var chart = await PublishedFolder.CreateAsync("--publish-to", "kubernetes");
        var path = Path.Combine(chart.Path, "secrets.values.json");
        var first = await chart.ReadAsync("secrets.values.json");
        var pepper = JsonDocument.Parse(first).RootElement
            .GetProperty("secrets").GetProperty("api").GetProperty("pepper").GetString()!;

        Assert.Equal(32, Convert.FromBase64String(pepper).Length);
        Assert.Contains("secrets.values.json", await chart.ReadAsync(".helmignore"), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));

        chart.EmptyHome();
        await chart.RunStepAsync("publish", "--publish-to", "kubernetes");
        Assert.Equal(first, await chart.ReadAsync("secrets.values.json"));
    }

    [Fact]
    public async Task The_migration_runs_before_each_API_and_not_by_itself()
    {
        var api = await DeploymentAsync("api");

        Assert.Equal("migrate", api["initContainers"][0]["name"].Text());
        Assert.Equal(["migrate"], api["initContainers"][0]["args"].Items());
        var chart = published.Folder;
        Assert.False(File.Exists(Path.Combine(chart.Path, "templates", "migrate", "deployment.yaml")));
    }

    [Fact]
    public async Task The_API_itself_does_not_get_the_owners_secrets()
    {
        var container = (await DeploymentAsync("api"))["containers"][0];

        Assert.Equal(
            ["api-config", "api-secrets"],
            ((YamlSequenceNode)container["envFrom"]).Select(source => ((YamlMappingNode)source).Single().Value["name"].Text()));
    }

    /// <summary>Kubernetes rejects a scheme in lower case.</summary>
    [Fact]
    public async Task The_probes_ask_for_life_and_readiness()
    {
        var container = (await DeploymentAsync("api"))["containers"][0];

        Assert.Equal("/alive", container.At("livenessProbe", "httpGet", "path").Text());
        Assert.Equal("/health", container.At("readinessProbe", "httpGet", "path").Text());
        Assert.Equal("HTTP", container.At("livenessProbe", "httpGet", "scheme").Text());
        Assert.Equal("HTTP", container.At("readinessProbe", "httpGet", "scheme").Text());
    }

    [Theory]
    [InlineData("postgres")]
    [InlineData("redis")]
    public async Task The_stores_keep_their_data_and_are_checked(string name)
    {
        var pod = await PodAsync(name, "statefulset.yaml");

        Assert.True(pod["volumes"][0].Has("persistentVolumeClaim"));
        Assert.NotEmpty(pod["containers"][0].At("readinessProbe", "exec", "command").Items());
    }

    [Fact]
    public async Task The_dashboard_requires_a_token_and_no_proxy_is_trusted_unless_asked()
    {
        var dashboard = Yaml.Parse(
            await published.Folder.ReadAsync(Path.Combine("templates", "kubernetes-dashboard", "secrets.yaml")));
        var values = Yaml.Parse(await published.Folder.ReadAsync("values.yaml"));

        Assert.Equal(
            "{{ .Values.secrets.kubernetes_dashboard.dashboard_token }}",
            dashboard.At("stringData", "DASHBOARD__FRONTEND__BROWSERTOKEN").Text());
        Assert.Equal("127.0.0.1/32", values.At("config", "api", "trusted_proxies").Text());
    }

    [Fact]
    public async Task The_images_carry_the_name_of_the_product()
    {
        var chart = published.Folder;
        var values = Yaml.Parse(await chart.ReadAsync("values.yaml")).At("parameters");

        Assert.StartsWith("secureauth-api:", values.At("api", "api_image").Text(), StringComparison.Ordinal);
        Assert.StartsWith("secureauth-cli:", values.At("migrate", "migrate_image").Text(), StringComparison.Ordinal);
    }

    private Task<YamlNode> DeploymentAsync(string name) => PodAsync(name, "deployment.yaml");

    /// <summary>A template is YAML once its only unquoted expressions, the ports, are numbers.</summary>
    private async Task<YamlNode> PodAsync(string name, string file)
    {
        var chart = published.Folder;
        var template = await chart.ReadAsync(Path.Combine("templates", name, file));
        return Yaml.Parse(UnquotedExpression().Replace(template, " 8080")).At("spec", "template", "spec");
    }

    [GeneratedRegex(@"\.Values\.(?<path>\w+\.\w+\.\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reference();

    /// <summary>A value or name, perhaps converted to a number or to text.</summary>
    [GeneratedRegex(@"\{\{ \.(?<path>[\w.]+)( \| int)?( \| toString)? \}\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Expression();

    [GeneratedRegex(@" \{\{.*\}\}$", RegexOptions.Multiline, 1000)]
    private static partial Regex UnquotedExpression();
}
