using System.Net;
using System.Net.Http.Json;

namespace SecureAuth.AppHost.Tests.Local;

public sealed class RestartTests
{
    private static readonly Dictionary<string, string> Account = new()
    {
        ["email"] = "mara@example.org",
        ["password"] = "a wardrobe full of herrings",
    };

    [Fact]
    public async Task An_account_survives_a_stop()
    {
        var folder = RunnerProcess.NewFolder();
        await using (var first = await RunnerProcess.StartReadyAsync(folder))
        {
            Assert.Equal(HttpStatusCode.Created, await PostAsync(first, "register"));
        }

        await using var second = await RunnerProcess.StartReadyAsync(folder);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(second, "login"));
    }

    [Fact]
    public async Task An_account_survives_a_kill()
    {
        var folder = RunnerProcess.NewFolder();
        await using (var first = await RunnerProcess.StartReadyAsync(folder))
        {
            Assert.Equal(HttpStatusCode.Created, await PostAsync(first, "register"));
            first.Kill();
            await first.ExitCodeAsync();
        }

        await using var second = await RunnerProcess.StartReadyAsync(folder);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(second, "login"));
    }

    private static async Task<HttpStatusCode> PostAsync(RunnerProcess runner, string action)
    {
        using var client = new HttpClient();
        using var answer = await client.PostAsJsonAsync(
            $"http://localhost:{runner.Port}/api/v1/auth/{action}", Account, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
