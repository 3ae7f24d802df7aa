namespace SecureAuth.IntegrationTests.Stack;

/// <summary>
/// One instance of the API on a database of its own, for a class whose tests break the database and repair it again.
/// </summary>
public sealed class IsolatedApi(TestSystem system) : IAsyncLifetime
{
    private OwnDatabase? _own;

    internal OwnDatabase Own => _own!;

    internal Database Database => Own.Database;

    internal ApiProcess Api { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _own = await OwnDatabase.CreateAsync(system);
        Api = await Own.StartApiAsync();

        // The first sign-in opens the connections and compiles the code, so that a test's bounds are about its fault alone.
        await SignedInUser.CreateAsync(NewClient());
    }

    internal TestClient NewClient() => new(Api);

    public async ValueTask DisposeAsync()
    {
        await (Api?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_own?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
