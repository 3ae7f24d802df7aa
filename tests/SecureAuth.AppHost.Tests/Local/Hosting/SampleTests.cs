using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using SecureAuth.LocalServers;

namespace SecureAuth.AppHost.Tests.Local.Hosting;

/// <summary><c>samples/aspire</c>, as somebody runs it who has no containers.</summary>
public sealed class SampleTests : IDisposable
{
    private const string Password = "violet tram over the harbour";

    private readonly string _folder = RunnerProcess.NewFolder();
    private readonly int _authPort = FreePort.Next();
    private readonly int _ordersPort = FreePort.Next();
    private readonly HttpClient _client = new();

    [Fact]
    public async Task Ann_signs_in_and_calls_a_service_and_her_token_survives_a_restart()
    {
        string token;
        await using (var sample = await StartAsync())
        {
            token = await SignInAsync();
            Assert.Equal(HttpStatusCode.OK, await CallAsync("orders", token));
            Assert.Equal(HttpStatusCode.OK, await CallAsync("admin", token));
            Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync("orders", token: null));
            Assert.Contains("Created the account ann@example.com", sample.Output, StringComparison.Ordinal);

            await StopAsync(sample);
        }

        await using var again = await StartAsync();

        Assert.Equal(HttpStatusCode.OK, await CallAsync("orders", token));
        await SignInAsync();
        Assert.DoesNotContain("Created the account", again.Output, StringComparison.Ordinal);
        await StopAsync(again);
    }

    [Fact]
    public async Task A_program_that_dies_stops_the_whole_application()
    {
        await using var sample = await StartAsync();
        var orders = RunnerProcess.ProcessesOf(_folder).Single(
            process => File.ReadAllText(Path.Combine(process, "cmdline"))
                .Contains("Samples.Orders.dll", StringComparison.Ordinal));

        Signals.Send(int.Parse(Path.GetFileName(orders), CultureInfo.InvariantCulture), Signals.Terminate);

        Assert.Equal(1, await sample.ExitCodeAsync());
        Assert.Contains("orders exited. See its lines above.", sample.Output, StringComparison.Ordinal);
        Assert.Empty(RunnerProcess.ProcessesOf(_folder));
    }

    public void Dispose()
    {
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StopAsync(RunnerProcess sample)
    {
        sample.Signal(Signals.Terminate);
        Assert.Equal(0, await sample.ExitCodeAsync());
        Assert.Empty(RunnerProcess.ProcessesOf(_folder));
        Assert.DoesNotContain(Password, sample.Output, StringComparison.Ordinal);
        var secrets = Path.Combine(_folder, "secrets.json");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(secrets));
    }

    private async Task<RunnerProcess> StartAsync()
    {
        var sample = RunnerProcess.StartProgram(
            "Sample",
            _folder,
            _authPort,
            [
                "--data", _folder,
                "--ports:auth", _authPort.ToString(CultureInfo.InvariantCulture),
                "--ports:orders", _ordersPort.ToString(CultureInfo.InvariantCulture),
            ]);
        await sample.SaysAsync("The application is ready");
        return sample;
    }

    private async Task<string> SignInAsync()
    {
        using var response = await _client.PostAsJsonAsync(
            $"http://localhost:{_authPort}/api/v1/auth/login", new { email = "ann@example.com", password = Password });
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (string)(await response.Content.ReadFromJsonAsync<JsonObject>())!["access_token"]!;
    }

    private async Task<HttpStatusCode> CallAsync(string path, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://localhost:{_ordersPort}/{path}");
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await _client.SendAsync(request);
        return response.StatusCode;
    }
}
