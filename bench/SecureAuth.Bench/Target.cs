using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using SecureAuth.LocalServers;

namespace SecureAuth.Bench;

internal sealed record Session(string Access, string Refresh);

/// <summary>Where a server has what the benchmarks use, and what it calls the tokens.</summary>
internal sealed record Routes(string Prefix, string Profile, string Empty, string AccessToken, string RefreshToken)
{
    public static Routes Ours { get; } = new("/api/v1/auth/", "/api/v1/users/me", "/alive", "access_token", "refresh_token");

    public static Routes Stock { get; } = new("/", "/manage/info", "/health", "accessToken", "refreshToken");
}

/// <summary>A server under load, which runs as a separate process.</summary>
internal sealed class Target(string name, Uri address, ChildProcess process, Routes routes) : IAsyncDisposable
{
    public const string Password = "Correct-horse-battery-staple-9";
    public const int Users = 500;

    public string Name => name;

    public Uri Address => address;

    public string SignInPath => routes.Prefix + "login";

    public string RefreshPath => routes.Prefix + "refresh";

    public string RefreshTokenName => routes.RefreshToken;

    public string ProfilePath => routes.Profile;

    public string EmptyPath => routes.Empty;

    public HttpClient Http { get; } = new(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 2000 })
    {
        BaseAddress = address,
        Timeout = TimeSpan.FromSeconds(120),
    };

    /// <summary>The processor time that the process has used.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            using var server = Process.GetProcessById(process.Id);
            return server.TotalProcessorTime;
        }
    }

    /// <summary>The resident memory of the process in bytes.</summary>
    public long ResidentMemory => Memory("VmRSS:");

    /// <summary>The resident memory in bytes, without the pages of files, which the kernel can drop and read again.</summary>
    public long AnonymousMemory => Memory("RssAnon:") + Memory("RssShmem:");

    public Task WaitUntilHealthyAsync() => WaitForAsync("/health");

    /// <summary>Waits until the server responds to a request with a success.</summary>
    public async Task WaitForAsync(string path)
    {
        while (true)
        {
            try
            {
                using var answer = await Http.GetAsync(path);
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

            await Task.Delay(5);
        }
    }

    public async Task RegisterAsync()
    {
        var account = new { email = "user0@example.com", password = Password };
        using var answer = await Http.PostAsJsonAsync(routes.Prefix + "register", account);
        answer.EnsureSuccessStatusCode();
    }

    public async Task AuthorizeAsync() =>
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await SignInAsync("user0")).Access);

    /// <summary>Signs in a user and returns its tokens.</summary>
    public async Task<Session> SignInAsync(string user)
    {
        using var answer = await Http.PostAsJsonAsync(SignInPath, new { email = user + "@example.com", password = Password });
        var body = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        return new Session(body.GetProperty(routes.AccessToken).GetString()!, body.GetProperty(routes.RefreshToken).GetString()!);
    }

    public async Task<int> ReadProfileAsync()
    {
        using var answer = await Http.GetAsync(ProfilePath);
        return (int)answer.StatusCode;
    }

    /// <summary>Signs in from another client address each time, like the requests of the storm.</summary>
    public async Task<int> SignInAsync(int number)
    {
        using var answer = await SignInAsync(number, "172.16", deviceToken: null);
        return (int)answer.StatusCode;
    }

    /// <summary>Signs in users from addresses of their own and returns the tokens of their devices.</summary>
    public async Task<IReadOnlyList<string>> RememberDevicesAsync(int count)
    {
        var tokens = new List<string>();
        for (var number = 0; number < count; number++)
        {
            using var answer = await SignInAsync(number, "172.17", deviceToken: null);
            var body = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
            tokens.Add(body.GetProperty("device_token").GetString()!);
        }

        return tokens;
    }

    /// <summary>Signs in from a known device.</summary>
    public async Task<int> SignInAsync(int number, IReadOnlyList<string> deviceTokens)
    {
        var user = number % deviceTokens.Count;
        using var answer = await SignInAsync(user, "172.17", deviceTokens[user]);
        return (int)answer.StatusCode;
    }

    private async Task<HttpResponseMessage> SignInAsync(int number, string network, string? deviceToken)
    {
        var email = $"user{1 + (number % Users)}@example.com";
        using var request = new HttpRequestMessage(HttpMethod.Post, SignInPath)
        {
            Content = deviceToken is null
                ? JsonContent.Create(new { email, password = Password })
                : JsonContent.Create(new { email, password = Password, device_token = deviceToken }),
            Headers = { { "X-Forwarded-For", $"{network}.{number / 250 % 250}.{1 + (number % 250)}" } },
        };
        return await Http.SendAsync(request);
    }

    private long Memory(string field) => 1024 * long.Parse(
        File.ReadLines($"/proc/{process.Id}/status").First(line => line.StartsWith(field, StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await process.DisposeAsync();
    }
}
