namespace SecureAuth.IntegrationTests.Stack;

/// <summary>
/// One instance of the API on a database of its own, for a class whose tests break the database and repair it again.
/// </summary>
public sealed class IsolatedApi(TestSystem system) : OptionalFixture
{
    private OwnDatabase? _own;

    private RunningApi? _api;

    internal OwnDatabase Own => Started(_own);

    internal Database Database => Own.Database;

    internal RunningApi Api => Started(_api);

    private protected override async Task StartAsync()
    {
        _own = await OwnDatabase.CreateAsync(system);
        _api = await Own.StartApiAsync();

        // The first sign-in opens the connections and compiles the code, so that a test's bounds are about its fault alone.
        await SignedInUser.CreateAsync(NewClient());
    }

    internal TestClient NewClient() => new(Api);

    public override async ValueTask DisposeAsync()
    {
        await (_api?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_own?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
