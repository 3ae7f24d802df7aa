using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Keys;

/// <summary>
/// A database with one enrolled user. Every test works on a copy of its own, so no API has to prepare it again.
/// </summary>
public sealed class EnrolledDatabase(TestSystem system) : IAsyncLifetime
{
    private OwnDatabase? _own;

    internal EnrolledUser User { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _own = await OwnDatabase.CreateAsync(system);
        await using var api = await _own.StartApiAsync();
        User = await EnrolledUser.CreateAsync(_own.Database, new TestClient(api));
    }

    internal async Task<KeyedDeployment> CopyAsync() => new(await _own!.CopyAsync());

    public ValueTask DisposeAsync() => _own?.DisposeAsync() ?? ValueTask.CompletedTask;
}
