using System.Collections.Concurrent;
using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Operating;

/// <summary>
/// Users who register, sign in, refresh and sign out again and again, each call at the next of the replicas that serve. What a
/// replica has revoked, the others must refuse a second later.
/// </summary>
internal sealed class OngoingUsers : IAsyncDisposable
{
    private static readonly TimeSpan RevocationTime = TimeSpan.FromSeconds(1);

    private readonly Database _database;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly int[] _rounds;
    private readonly Task[] _users;
    private volatile RunningApi[] _serving;
    private int _calls;

    public OngoingUsers(Database database, params RunningApi[] serving)
    {
        _database = database;
        _serving = serving;
        Func<Task>[] kinds = [SessionAsync, SessionAsync, SecondFactorAsync, PasswordAsync];
        _rounds = new int[kinds.Length];
        _users = [.. kinds.Select(RepeatAsync)];
    }

    public void Serve(params RunningApi[] serving) => _serving = serving;

    /// <summary>
    /// Waits until each of the users has gone through two whole rounds, the first of which may have begun at other replicas.
    /// </summary>
    public async Task HaveAllBeenServedAsync()
    {
        var before = _rounds.ToArray();
        await Eventually.IsTrueAsync(
            () => !_failures.IsEmpty || _rounds.Zip(before, (now, then) => now - then).All(rounds => rounds >= 2),
            "each user has been served");
        Assert.True(_failures.IsEmpty, string.Join('\n', _failures));
    }

    /// <summary>Stops, and returns the failures.</summary>
    public async Task<IReadOnlyCollection<string>> StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_users);
        return _failures;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task RepeatAsync(Func<Task> round, int kind)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await round();
            }
            catch (Exception error) when (error is Xunit.Sdk.XunitException or HttpRequestException or KeyNotFoundException)
            {
                _failures.Enqueue(error.ToString());
            }

            Interlocked.Increment(ref _rounds[kind]);
        }
    }

    private async Task SessionAsync()
    {
        var user = await SignedInUser.CreateAsync(Next());
        for (var i = 0; i < 4; i++)
        {
            user = await (user with { Client = Next(user) }).RefreshedAsync();
            Expect(HttpStatusCode.OK, await Next(user).MeAsync(user.AccessToken));
        }

        Expect(HttpStatusCode.NoContent, await Next(user).LogoutAsync(user.AccessToken));
        await IsRefusedAsync(user);
    }

    private async Task SecondFactorAsync()
    {
        var user = await EnrolledUser.CreateAsync(_database, Next());
        var challenge = await Next(user.User).LoginAsync(user.User.Account);
        Expect(HttpStatusCode.OK, challenge);
        Expect(HttpStatusCode.OK, await Next(user.User).CompleteAsync(challenge["temp_token"], await user.UnusedCodeAsync()));
        challenge = await Next(user.User).LoginAsync(user.User.Account);
        Expect(HttpStatusCode.OK, challenge);
        Expect(HttpStatusCode.OK, await Next(user.User).CompleteAsync(challenge["temp_token"], user.RecoveryCodes[0]));
    }

    private async Task PasswordAsync()
    {
        var user = await SignedInUser.CreateAsync(Next());
        var other = await (user with { Client = Next(user) }).SignInAgainAsync(user.DeviceToken);
        Expect(
            HttpStatusCode.NoContent,
            await Next(user).ChangePasswordAsync(user.AccessToken, user.Account.Password, NewUser.StrongPassword()));
        await IsRefusedAsync(other);
        Expect(HttpStatusCode.Unauthorized, await Next(user).LoginAsync(user.Account));
    }

    private async Task IsRefusedAsync(SignedInUser user)
    {
        await Task.Delay(RevocationTime, CancellationToken.None);
        foreach (var api in _serving)
        {
            Expect(HttpStatusCode.Unauthorized, await user.Client.Through(api).MeAsync(user.AccessToken));
        }

        Expect(HttpStatusCode.Unauthorized, await Next(user).RefreshAsync(user.RefreshToken));
    }

    private TestClient Next() => new(NextReplica());

    private TestClient Next(SignedInUser user) => user.Client.Through(NextReplica());

    private RunningApi NextReplica()
    {
        var serving = _serving;
        return serving[(uint)Interlocked.Increment(ref _calls) % serving.Length];
    }

    private static void Expect(HttpStatusCode status, Response response) =>
        Assert.True(response.Status == status, $"{status} was expected instead of: {response}");
}
