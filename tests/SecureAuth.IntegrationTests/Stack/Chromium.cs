using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>
/// A headless Chromium with one page and the virtual authenticator of the DevTools, driven by the DevTools protocol.
/// </summary>
internal sealed partial class Chromium : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private readonly TemporaryFolder _profile;
    private readonly ChildProcess _process;
    private readonly ClientWebSocket _tools = new();
    private string? _page;
    private int _calls;

    private Chromium(TemporaryFolder profile, ChildProcess process)
    {
        _profile = profile;
        _process = process;
    }

    public static string? Program => Names.Select(ProgramPath.Find).FirstOrDefault(path => path is not null);

    /// <param name="api">The instance that is found at <c>http://localhost</c>, where browsers allow passkeys.</param>
    public static async Task<Chromium> StartAsync(ApiProcess api)
    {
        var profile = TemporaryFolder.Create("secureauth-chromium-");
        var log = new LogLines();
        var command = new Command(
            Program!, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--remote-debugging-port=0", $"--user-data-dir={profile.Path}",
            $"--host-resolver-rules=MAP localhost:80 {api.Address.Authority}", "about:blank");
        var browser = new Chromium(profile, await ChildProcess.StartAsync(command, log.Add));
        await Eventually.IsTrueAsync(
            () => Task.FromResult(log.All.Any(line => Listening().IsMatch(line))), $"{Program} listens");
        var address = log.All.Select(line => Listening().Match(line)).First(match => match.Success).Groups["url"].Value;
        await browser._tools.ConnectAsync(new Uri(address), TestContext.Current.CancellationToken);
        await browser.OpenPageAsync();
        return browser;
    }

    /// <summary>Runs a script in the page and returns the JSON of what its promise resolves to.</summary>
    public async Task<JsonElement> RunAsync(string script)
    {
        var result = await CallAsync("Runtime.evaluate", new JsonObject
        {
            ["expression"] = $"(async () => {{ {script} }})()",
            ["awaitPromise"] = true,
            ["returnByValue"] = true,

            // Conditions that browsers set for passkeys, such as a click of the user.
            ["userGesture"] = true,
        });
        Assert.False(result.TryGetProperty("exceptionDetails", out _), result.ToString());
        return result.GetProperty("result").GetProperty("value");
    }

    public async ValueTask DisposeAsync()
    {
        _tools.Dispose();
        await _process.DisposeAsync();
        _profile.Dispose();
    }

    private async Task OpenPageAsync()
    {
        var target = await CallAsync("Target.createTarget", new JsonObject { ["url"] = "about:blank" });
        var attached = await CallAsync(
            "Target.attachToTarget",
            new JsonObject { ["targetId"] = target.GetProperty("targetId").GetString(), ["flatten"] = true });
        _page = attached.GetProperty("sessionId").GetString();

        // Any page of the origin will do; none of the API's allows scripts.
        await CallAsync("Page.setBypassCSP", new JsonObject { ["enabled"] = true });
        await CallAsync("WebAuthn.enable", []);
        await CallAsync("WebAuthn.addVirtualAuthenticator", new JsonObject
        {
            ["options"] = new JsonObject
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
        await CallAsync("Page.navigate", new JsonObject { ["url"] = "http://localhost/alive" });
        await Eventually.IsTrueAsync(
            async () => (await RunAsync("return location.href + document.readyState")).GetString()
                == "http://localhost/alivecomplete",
            "the page has loaded");
    }

    private async Task<JsonElement> CallAsync(string method, JsonObject parameters)
    {
        var id = ++_calls;
        var call = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (_page is not null)
        {
            call["sessionId"] = _page;
        }

        var cancel = TestContext.Current.CancellationToken;
        var bytes = Encoding.UTF8.GetBytes(call.ToJsonString());
        await _tools.SendAsync(bytes, WebSocketMessageType.Text, endOfMessage: true, cancel);

        // Everything else that arrives is an event.
        JsonElement answer;
        do
        {
            answer = await ReceiveAsync(cancel);
        }
        while (!answer.TryGetProperty("id", out var answered) || answered.GetInt32() != id);

        Assert.True(answer.TryGetProperty("result", out var result), $"{method}: {answer}");
        return result;
    }

    private async Task<JsonElement> ReceiveAsync(CancellationToken cancel)
    {
        using var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        ValueWebSocketReceiveResult received;
        do
        {
            received = await _tools.ReceiveAsync(buffer.AsMemory(), cancel);
            await message.WriteAsync(buffer.AsMemory(0, received.Count), cancel);
        }
        while (!received.EndOfMessage);

        return JsonElement.Parse(message.ToArray());
    }

    [GeneratedRegex(@"^DevTools listening on (?<url>ws://\S+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Listening();
}
