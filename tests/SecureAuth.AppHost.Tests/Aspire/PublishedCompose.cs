using YamlDotNet.RepresentationModel;

namespace SecureAuth.AppHost.Tests.Aspire;

/// <summary>One published Compose file for all tests of a class that only read it.</summary>
public sealed class PublishedCompose : IAsyncLifetime
{
    internal YamlNode File { get; private set; } = new YamlMappingNode();

    public async ValueTask InitializeAsync()
    {
        using var folder = await PublishedFolder.CreateAsync();
        File = Yaml.Parse(await folder.ReadAsync("docker-compose.yaml"));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
