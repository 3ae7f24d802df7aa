using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Keys;

/// <summary>
/// A database with one enrolled user. Every test works on a copy of its own, so no API has to prepare it again.
/// </summary>
public sealed class EnrolledDatabase(TestSystem system) : OptionalFixture
{
    private OwnDatabase? _own;

    private EnrolledUser? _user;

    internal EnrolledUser User => Started(_user);

    private protected override async Task StartAsync()
    {
        _own = await OwnDatabase.CreateAsync(system);
        await using var api = await _own.StartApiAsync();
        _user = await EnrolledUser.CreateAsync(_own.Database, new TestClient(api));
    }

    internal async Task<KeyedDeployment> CopyAsync() => new(await Started(_own).CopyAsync());

    public override ValueTask DisposeAsync() => _own?.DisposeAsync() ?? ValueTask.CompletedTask;
}
