using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using SecureAuth.LocalServers;

namespace SecureAuth.AppHost.Tests.Local;

public sealed class ReplicaTests(UsedFolder used) : IDisposable
{
    private static readonly string[] TwoReplicas = ["--replicas", "2"];

    private readonly HttpClient _client = new();

    [Fact]
    public async Task A_sign_out_on_one_replica_is_refused_by_the_other()
    {
        await using var runner = await StartAsync(await used.CopyAsync());
        var token = await SignInAsync(runner.Port);
        Assert.Equal(HttpStatusCode.OK, await SendAsync(HttpMethod.Get, runner.Port + 1, "users/me", token));

        Assert.Equal(HttpStatusCode.NoContent, await SendAsync(HttpMethod.Post, runner.Port, "auth/logout", token));

        var watch = Stopwatch.StartNew();
        while (await SendAsync(HttpMethod.Get, runner.Port + 1, "users/me", token) != HttpStatusCode.Unauthorized)
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), "The other replica still accepts the token.");
        }

        Assert.Contains($"API 1        http://localhost:{runner.Port}\n", runner.Output, StringComparison.Ordinal);
        Assert.Contains($"API 2        http://localhost:{runner.Port + 1}\n", runner.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replica_that_dies_stops_the_whole_system()
    {
        var folder = await used.CopyAsync();
        await using var runner = await StartAsync(folder);
        using var second = Process.GetProcessById(ProcessOnPort(folder, runner.Port + 1));

        second.Kill();

        Assert.Equal(1, await runner.ExitCodeAsync());
        Assert.EndsWith("The process api-2 exited. See its last lines above.", runner.Output, StringComparison.Ordinal);
        Assert.Empty(RunnerProcess.ProcessesOf(folder));
        Assert.True(FreePort.IsFree(runner.Port));
    }

    [Fact]
    public async Task A_port_of_another_replica_in_use_is_refused_before_anything_is_created()
    {
        var port = RunnerProcess.NextPairOfPorts();
        using var listener = new TcpListener(IPAddress.Loopback, port + 1);
        listener.Start();
        var folder = Path.Combine(RunnerProcess.NewFolder(), "new");

        await using var runner = RunnerProcess.Start(folder, port, TwoReplicas);

        await runner.RefusesAsync(
            $"Port {port + 1} is in use. Stop the program that uses it, or choose another port: --port N.");
        Assert.False(Directory.Exists(folder));
    }

    public void Dispose() => _client.Dispose();

    private static async Task<RunnerProcess> StartAsync(string folder)
    {
        var runner = RunnerProcess.Start(folder, RunnerProcess.NextPairOfPorts(), TwoReplicas);
        await runner.IsReadyAsync();
        return runner;
    }

    private static int ProcessOnPort(string folder, int port)
    {
        var process = RunnerProcess.ProcessesOf(folder).Single(
            process => File.ReadAllText(Path.Combine(process, "environ")).Contains(
                $"ASPNETCORE_URLS=http://localhost:{port}\0", StringComparison.Ordinal));
        return int.Parse(Path.GetFileName(process), CultureInfo.InvariantCulture);
    }

    private async Task<string> SignInAsync(int port)
    {
        using var response = await _client.PostAsJsonAsync(
            UrlOf(port, "auth/login"), new { email = UsedFolder.Email, password = RunnerProcess.Password });
        return (string)(await response.Content.ReadFromJsonAsync<JsonObject>())!["access_token"]!;
    }

    private async Task<HttpStatusCode> SendAsync(HttpMethod method, int port, string path, string token)
    {
        using var request = new HttpRequestMessage(method, UrlOf(port, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await _client.SendAsync(request);
        return response.StatusCode;
    }

    private static string UrlOf(int port, string path) => $"http://localhost:{port}/api/v1/{path}";
}
