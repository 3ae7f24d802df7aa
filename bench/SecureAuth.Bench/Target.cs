using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using SecureAuth.LocalServers;

namespace SecureAuth.Bench;

/// <summary>A server under load, which runs as a separate process.</summary>
internal sealed class Target(string name, Uri address, ChildProcess process, string prefix, string profilePath) : IAsyncDisposable
{
    public const string Password = "Correct-horse-battery-staple-9";
    public const int Users = 500;

    public string Name => name;

    public Uri Address => address;

    public string SignInPath => prefix + "login";

    public HttpClient Http { get; } = new(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 2000 })
    {
        BaseAddress = address,
        Timeout = TimeSpan.FromSeconds(120),
    };

    /// <summary>The resident memory of the process in bytes.</summary>
    public long ResidentMemory => 1024 * long.Parse(
        File.ReadLines($"/proc/{process.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);

    public async Task WaitUntilHealthyAsync()
    {
        while (true)
        {
            try
            {
                using var answer = await Http.GetAsync("/health");
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (!process.Exited.IsCompleted)
            {
                // The server does not listen yet.
            }

            if (process.Exited.IsCompleted)
            {
                throw new InvalidOperationException($"{name} exited during its start.");
            }

            await Task.Delay(100);
        }
    }

    public async Task RegisterAsync()
    {
        var account = new { email = "user0@example.com", password = Password };
        using var answer = await Http.PostAsJsonAsync(prefix + "register", account);
        answer.EnsureSuccessStatusCode();
    }

    public async Task AuthorizeAsync()
    {
        using var answer = await Http.PostAsJsonAsync(SignInPath, new { email = "user0@example.com", password = Password });
        var body = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        var token = body.TryGetProperty("accessToken", out var camel) ? camel : body.GetProperty("access_token");
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.GetString());
    }

    public async Task<int> ReadProfileAsync()
    {
        using var answer = await Http.GetAsync(profilePath);
        return (int)answer.StatusCode;
    }

    /// <summary>Signs in from another client address each time, like the requests of the storm.</summary>
    public async Task<int> SignInAsync(int number)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, SignInPath)
        {
            Content = JsonContent.Create(new { email = $"user{1 + (number % Users)}@example.com", password = Password }),
            Headers = { { "X-Forwarded-For", $"172.16.{number / 250 % 250}.{1 + (number % 250)}" } },
        };
        using var answer = await Http.SendAsync(request);
        return (int)answer.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await process.DisposeAsync();
    }
}
