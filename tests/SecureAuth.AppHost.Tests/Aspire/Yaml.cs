using YamlDotNet.RepresentationModel;

namespace SecureAuth.AppHost.Tests.Aspire;

/// <summary>Looks into a published YAML file.</summary>
internal static class Yaml
{
    public static YamlNode Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents.Single().RootNode;
    }

    public static YamlNode At(this YamlNode node, params string[] path) => path.Aggregate(node, (parent, key) => parent[key]);

    public static bool Has(this YamlNode node, string key) => ((YamlMappingNode)node).Children.ContainsKey(key);

    public static string Text(this YamlNode node) => ((YamlScalarNode)node).Value!;

    public static IEnumerable<string> Items(this YamlNode node) => ((YamlSequenceNode)node).Select(Text);
}
