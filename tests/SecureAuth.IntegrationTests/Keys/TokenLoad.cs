using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Keys;

/// <summary>Users of two instances who use their tokens all the time and refresh them often.</summary>
internal sealed class TokenLoad : IAsyncDisposable
{
    private const int Users = 20;

    /// <summary>Two hundred requests a second of twenty users.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    /// <summary>Each tenth request of a user is a refresh.</summary>
    private const int RefreshEvery = 10;

    private readonly ApiProcess[] _instances;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<TokenUse> _uses = [];
    private readonly ConcurrentDictionary<string, SignedInUser> _tokens = [];
    private readonly List<Task> _running;

    private TokenLoad(ApiProcess[] instances, IEnumerable<SignedInUser> users)
    {
        _instances = instances;
        _running = [.. users.Select(RunAsync)];
    }

    public IReadOnlyCollection<TokenUse> Uses => _uses;

    public static async Task<TokenLoad> StartAsync(params ApiProcess[] instances)
    {
        var client = new TestClient(instances[0]);
        var users = await Task.WhenAll(Enumerable.Range(0, Users).Select(_ => SignedInUser.CreateAsync(client)));
        return new TokenLoad(instances, users);
    }

    /// <summary>Waits until each instance has accepted tokens of this key.</summary>
    public Task HaveUsedAsync(string key) => Eventually.IsTrueAsync(
        () => _instances.All(instance => _uses.Any(use =>
            use.Key == key && use.Status == HttpStatusCode.OK && use.Instance == instance.Address)),
        $"each instance has accepted tokens of {key}");

    /// <summary>
    /// Uses a token of this key until each instance refuses it. The users cannot tell: the first refusal makes them refresh.
    /// </summary>
    public Task IsRefusedAsync(string key) => Task.WhenAll(_instances.Select(instance => Eventually.IsTrueAsync(
        async () => await UseAsync(new TestClient(instance), _tokens[key], instance) == HttpStatusCode.Unauthorized,
        $"{instance.Address} refuses tokens of {key}")));

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task RunAsync(SignedInUser user)
    {
        await Task.Yield();

        // The tokens before the last refreshes are valid too, and each instance meets those of the other.
        var older = user;
        for (var i = 0; !_stop.IsCancellationRequested; i++)
        {
            var turn = Stopwatch.StartNew();
            var through = user with { Client = user.Client.Through(_instances[i % _instances.Length]) };
            if (i % RefreshEvery == RefreshEvery - 1)
            {
                var refreshed = await through.RefreshedAsync();
                (older, user) = (i % (RefreshEvery * RefreshEvery) == RefreshEvery - 1 ? user : older, refreshed);
            }
            else if (await UseAsync(through.Client, i % 3 == 0 ? older : user, _instances[i % _instances.Length])
                == HttpStatusCode.Unauthorized)
            {
                older = user = await through.RefreshedAsync();
            }

            var rest = Pace - turn.Elapsed;
            await Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, CancellationToken.None);
        }
    }

    private async Task<HttpStatusCode> UseAsync(TestClient through, SignedInUser user, ApiProcess instance)
    {
        var sentAt = TimeProvider.System.GetUtcNow().UtcDateTime;
        var response = await through.MeAsync(user.AccessToken);
        _tokens.TryAdd(user.KeyOf(), user);
        _uses.Enqueue(new TokenUse(user.KeyOf(), instance.Address, response.Status, sentAt));
        return response.Status;
    }
}

/// <summary>A request with a token.</summary>
/// <param name="Key">The key of the token.</param>
/// <param name="Instance">The instance that was asked.</param>
/// <param name="Status">Its answer.</param>
/// <param name="SentAt">The time before the request, by the clock that PostgreSQL uses too.</param>
internal sealed record TokenUse(string Key, Uri Instance, HttpStatusCode Status, DateTime SentAt);
