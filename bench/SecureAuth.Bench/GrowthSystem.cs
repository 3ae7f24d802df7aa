using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using SecureAuth.LocalServers;

namespace SecureAuth.Bench;

/// <summary>One size of the same deployment, and the calls that are measured on it.</summary>
internal sealed class GrowthSystem : IAsyncDisposable
{
    private readonly Deployment _deployment;
    private readonly Target _api;
    private readonly List<Tokens> _signedIn = [];

    private int _calls;

    private GrowthSystem(string database, int users, Deployment deployment, Target api)
    {
        Database = database;
        Users = users;
        _deployment = deployment;
        _api = api;
    }

    public string Database { get; }

    public int Users { get; }

    /// <summary>The connection string of the schema's owner.</summary>
    public string Owner => _deployment.Owner;

    /// <summary>The highest resident memory of the last command, in MiB.</summary>
    public long CommandMemory { get; private set; }

    public static async Task<GrowthSystem> StartAsync(Stores stores, string database, int users)
    {
        // With the lowest work factor, which only this environment allows, the hash does not hide the rest of a sign-in.
        var deployment = await stores.DeployAsync(
            database,
            ("ASPNETCORE_ENVIRONMENT", "Testing"),
            ("DOTNET_ENVIRONMENT", "Testing"),
            ("Passwords__BcryptWorkFactor", "4"));
        var api = await deployment.StartApiAsync(database);
        await api.RegisterAsync();
        var watch = Stopwatch.StartNew();
        await GrowthData.FillAsync(deployment.Owner, users);
        await Console.Error.WriteLineAsync($"{database}: filled in {watch.Elapsed.TotalSeconds:F0} s");
        return new GrowthSystem(database, users, deployment, api);
    }

    public async Task SignInAsync()
    {
        var user = $"user{1 + RandomNumberGenerator.GetInt32(Users)}@example.com";
        var answer = await PostAsync("login", new { email = user, password = Target.Password });

        // A user who is disabled or signed in already would be measured twice or not at all.
        if (answer.TryGetProperty("access_token", out _) && _signedIn.TrueForAll(tokens => tokens.User != user))
        {
            _signedIn.Add(Tokens.Of(user, answer));
        }
    }

    public async Task RefreshAsync()
    {
        var index = RandomNumberGenerator.GetInt32(_signedIn.Count);
        var tokens = _signedIn[index];
        _signedIn[index] = Tokens.Of(tokens.User, await PostAsync("refresh", new { refresh_token = tokens.Refresh }));
    }

    public Task RegisterAsync() =>
        PostAsync("register", new { email = $"new{Number()}@example.com", password = Target.Password });

    public Task ReadProfileAsync() => CallAsync(HttpMethod.Get, "/api/v1/users/me", AnyTokens());

    public Task ListSessionsAsync() => CallAsync(HttpMethod.Get, "/api/v1/users/me/sessions", AnyTokens());

    /// <summary>Ends the other sessions of a user, once for each user.</summary>
    public Task EndSessionsAsync()
    {
        var tokens = _signedIn[^1];
        _signedIn.RemoveAt(_signedIn.Count - 1);
        return CallAsync(HttpMethod.Delete, "/api/v1/users/me/sessions", tokens);
    }

    /// <summary>Runs <c>secureauth</c>. A {user} in an argument is replaced by a random one.</summary>
    public async Task RunCommandAsync(params string[] arguments)
    {
        var user = string.Create(CultureInfo.InvariantCulture, $"user{1 + RandomNumberGenerator.GetInt32(Users)}@example.com");
        var command = _deployment.Cli([.. arguments.Select(argument => argument == "{user}" ? user : argument)]);
        var output = new List<string>();
        await using var process = await ChildProcess.StartAsync(command, line =>
        {
            lock (output)
            {
                output.Add(line);
            }
        });
        CommandMemory = 0;
        while (!process.Exited.IsCompleted)
        {
            CommandMemory = Math.Max(CommandMemory, PeakMemory(process.Id));
            await Task.WhenAny(process.Exited, Task.Delay(5));
        }

        if (await process.Exited != 0)
        {
            await process.DrainAsync();
            throw new InvalidOperationException($"secureauth {string.Join(' ', arguments)} failed: {string.Join('\n', output)}");
        }
    }

    /// <summary>Adds expired rows, and starts an instance of the API, which purges them at its start.</summary>
    public async Task PurgeAsync(int rows)
    {
        await GrowthData.AddExpiredAsync(_deployment.Owner, rows, Users);
        await using var purging = await _deployment.StartApiAsync(Database);
        while (await GrowthData.CountExpiredAsync(_deployment.Owner) > 0)
        {
            await Task.Delay(200);
        }
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    private Tokens AnyTokens() => _signedIn[RandomNumberGenerator.GetInt32(_signedIn.Count)];

    private Task<JsonElement> PostAsync(string endpoint, object body) =>
        CallAsync(HttpMethod.Post, "/api/v1/auth/" + endpoint, tokens: null, JsonContent.Create(body));

    /// <summary>Calls from another client address each time.</summary>
    private async Task<JsonElement> CallAsync(HttpMethod method, string path, Tokens? tokens, HttpContent? content = null)
    {
        var number = Number();
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Add("X-Forwarded-For", $"172.{16 + (number / 62500)}.{number / 250 % 250}.{1 + (number % 250)}");
        if (tokens is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.Access);
        }

        using var answer = await _api.Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();

        // One in a thousand users is disabled.
        return answer.IsSuccessStatusCode || text.Contains("account_disabled", StringComparison.Ordinal)
            ? JsonElement.Parse(text.Length > 0 ? text : "{}")
            : throw new InvalidOperationException($"{method} {path}: {(int)answer.StatusCode} {text}");
    }

    private int Number() => _calls++;

    /// <summary>In MiB, or 0 if the process has ended.</summary>
    private static long PeakMemory(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status")
                .FirstOrDefault(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null
                ? 0
                : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private sealed record Tokens(string User, string Access, string Refresh)
    {
        public static Tokens Of(string user, JsonElement answer) => new(
            user, answer.GetProperty("access_token").GetString()!, answer.GetProperty("refresh_token").GetString()!);
    }
}
