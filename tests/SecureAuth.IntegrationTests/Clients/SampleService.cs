using System.Net;
using System.Net.Http.Headers;
using SecureAuth.IntegrationTests.Stack;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.Clients;

/// <summary>One of the samples in samples/aspnetcore, as a process.</summary>
internal sealed class SampleService : IAsyncDisposable
{
    private readonly ChildProcess _process;
    private readonly LogLines _log;
    private readonly HttpClient _http;

    private SampleService(ChildProcess process, LogLines log, Uri address)
    {
        _process = process;
        _log = log;
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
    }

    public static async Task<SampleService> StartAsync(string sample, IReadOnlyDictionary<string, string> settings)
    {
        var log = new LogLines();
        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        var command = BuiltProgram.Sample(sample, new Dictionary<string, string>(settings)
        {
            ["ASPNETCORE_URLS"] = address.OriginalString,
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
        });
        var service = new SampleService(await ChildProcess.StartAsync(command, log.Add), log, address);
        await Eventually.IsTrueAsync(service.IsListeningAsync, $"the sample {sample} listens");
        return service;
    }

    /// <summary>Calls the endpoint for signed-in users.</summary>
    public async Task<(HttpStatusCode Status, string Body)> OrdersAsync(string? token, string path = "/orders")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await _http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Waits until a token leads to a status, and returns how long that took.</summary>
    public async Task BecomesAsync(HttpStatusCode status, string token, TimeSpan patience) => await Eventually.IsTrueAsync(
        async () => (await OrdersAsync(token)).Status == status, $"the service responds {status}\n{_log}", patience);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync();
    }

    private async Task<bool> IsListeningAsync()
    {
        Assert.False(_process.Exited.IsCompleted, _log.ToString());
        try
        {
            using var response = await _http.GetAsync("/");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // The port is not open yet.
            return false;
        }
    }
}
