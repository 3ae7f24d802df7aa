namespace SecureAuth.AppHost.Tests.Aspire;

/// <summary>One published Helm chart for all tests of a class that only read it.</summary>
public sealed class PublishedChart : IAsyncLifetime
{
    internal PublishedFolder Folder { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Folder = await PublishedFolder.CreateAsync("--publish-to", "kubernetes");

    public ValueTask DisposeAsync()
    {
        Folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
