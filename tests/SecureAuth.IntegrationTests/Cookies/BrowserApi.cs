using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Cookies;

/// <summary>An instance that allows the pages of two origins.</summary>
[CollectionDefinition(nameof(BrowserApi))]
public sealed class BrowserApi(TestSystem system) : IAsyncLifetime, ICollectionFixture<BrowserApi>
{
    internal const string App = "https://app.auth.test";

    internal const string SecondApp = "http://localhost:3000";

    private RunningApi? _api;

    internal Database Database => system.Database;

    internal TestClient NewClient() => new(_api!);

    public async ValueTask InitializeAsync() => _api = await system.StartApiAsync(
        ("Cors__Origins__0", App),
        ("Cors__Origins__1", SecondApp),
        ("RateLimits__PasswordForgot__Permits", "1"),
        ("Accounts__SecondFactorRoles__0", "Guarded"));

    public ValueTask DisposeAsync() => _api?.DisposeAsync() ?? ValueTask.CompletedTask;
}
