namespace SecureAuth.IntegrationTests.Operating;

/// <summary>The blocks below a heading of the page, one after the other.</summary>
internal sealed class Playbook(Installation installation, string heading)
{
    private readonly Queue<IReadOnlyList<PageCommand>> _blocks = new(OperatingPage.BlocksOf(heading));

    public bool IsDone => _blocks.Count == 0;

    public Task NextAsync()
    {
        Assert.False(IsDone, $"The page has no further commands below '{heading}'.");
        return installation.RunAsync(_blocks.Dequeue());
    }

    /// <summary>Leaves out a block that is about another case.</summary>
    public void Skip() => _blocks.Dequeue();

    /// <summary>Fails if the page has commands that the test has not run.</summary>
    public void Ends() => Assert.True(IsDone, $"The page has commands below '{heading}' that the test does not run.");
}
