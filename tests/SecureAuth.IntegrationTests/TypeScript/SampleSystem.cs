using SecureAuth.IntegrationTests.AccountPage;
using SecureAuth.IntegrationTests.Stack;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.TypeScript;

/// <summary>
/// The samples in <c>samples/node</c>, <c>samples/spa</c> and <c>samples/react-spa</c>, with an API whose issuer is its own
/// address.
/// </summary>
public sealed class SampleSystem(TestSystem system) : OptionalFixture
{
    private const string RequiringRole = "Guarded";

    private RunningApi? _api;

    private ChildProcess? _service;

    private ChildProcess? _page;

    private ChildProcess? _app;

    internal RunningApi Api => Started(_api);

    /// <summary>The address of the protected service.</summary>
    internal Uri Service { get; } = new($"http://127.0.0.1:{FreePort.Next()}");

    /// <summary>The address of the page.</summary>
    internal Uri Page { get; } = new($"http://localhost:{FreePort.Next()}");

    /// <summary>The address of the application in React.</summary>
    internal Uri App { get; } = new($"http://localhost:{FreePort.Next()}");

    internal TestClient NewClient() => new(Api);

    /// <summary>A user who must have a second factor and has none.</summary>
    internal async Task<NewUser> RegisterGuardedAsync()
    {
        var user = await NewUser.RegisterAsync(NewClient());
        await system.Database.GrantRoleAsync(user.Email, RequiringRole);
        return user;
    }

    /// <summary>Lets the code of the present step be used again, instead of waiting for the next one.</summary>
    internal Task ForgetUsedCodeAsync(NewUser user) => system.Database.ExecuteAsync(
        "UPDATE totp_credentials SET last_used_step = 0 WHERE user_id = (SELECT id FROM users WHERE email = $1)", user.Email);

    private protected override async Task StartAsync()
    {
        NodePrograms.SkipUnlessInstalled();
        var port = FreePort.Next();
        var issuer = $"http://127.0.0.1:{port}";
        _api = await HostedApi.StartAsync(
            system.Settings.ForApi(
                ("Tokens__Issuer", issuer),
                ("Accounts__SecondFactorRoles__0", RequiringRole),
                ("Cors__Origins__0", App.GetLeftPart(UriPartial.Authority))),
            port);
        _service = await StartAsync("samples/node", Service, ("ISSUER", issuer), ("AUDIENCE", Settings.Audience));
        _page = await StartAsync("samples/spa", Page, ("API", issuer));

        // Ports make another origin, and the host the same site.
        _app = await StartAsync("samples/react-spa", App, ("API", $"http://localhost:{port}"));
    }

    private static async Task<ChildProcess> StartAsync(string folder, Uri address, params (string Key, string Value)[] settings)
    {
        var log = new LogLines();
        var variables = settings.ToDictionary(setting => setting.Key, setting => setting.Value);
        variables["PORT"] = $"{address.Port}";
        var process = await ChildProcess.StartAsync(NodePrograms.Node(folder, variables, "server.mjs"), log.Add);
        await Eventually.IsTrueAsync(() => process.Exited.IsCompleted || log.Contains("http://"), $"{folder} listens");
        Assert.False(process.Exited.IsCompleted, log.ToString());
        return process;
    }

    public override async ValueTask DisposeAsync()
    {
        await (_app?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_page?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_service?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_api?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
