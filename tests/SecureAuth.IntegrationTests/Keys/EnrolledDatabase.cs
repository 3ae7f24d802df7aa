using SecureAuth.IntegrationTests.SecondFactor;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Keys;

/// <summary>A database with one enrolled user. Every test works on a copy of its own, and so needs no API that prepares it.</summary>
public sealed class EnrolledDatabase(TestSystem system) : IAsyncLifetime
{
    private OwnDatabase? _own;

    internal SignedInUser User { get; private set; } = null!;

    internal AuthenticatorApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _own = await OwnDatabase.CreateAsync(system);
        await using var api = await _own.StartApiAsync();
        (User, App) = await KeyedDeployment.EnrolAsync(api);
    }

    internal async Task<KeyedDeployment> CopyAsync() => new(await _own!.CopyAsync());

    public ValueTask DisposeAsync() => _own?.DisposeAsync() ?? ValueTask.CompletedTask;
}
