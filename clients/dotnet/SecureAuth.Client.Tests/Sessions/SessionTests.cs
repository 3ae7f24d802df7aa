using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace SecureAuth.Client.Tests.Sessions;

public sealed class SessionTests
{
    private const int Callers = 50;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <summary>Her session, as the fake server names it too.</summary>
    private static readonly Guid Ann = Guid.Parse("019acd3e-1a2b-7000-8000-000000000001");

    private static readonly Guid Bob = Guid.Parse("019acd3e-1a2b-7000-8000-000000000002");

    private readonly FakeTimeProvider _time = new();
    private readonly InMemoryTokenStore _store = new();
    private readonly FakeServer _server;
    private readonly SecureAuthSession _session;
    private Func<int, Task<HttpResponseMessage>> _refresh = n => Task.FromResult(FakeServer.Tokens(n));
    private int _refreshes;

    public SessionTests()
    {
        _server = new FakeServer(request => request switch
        {
            { IsRefresh: true } => _refresh(Interlocked.Increment(ref _refreshes) + 1),
            { Path: "/api/v1/auth/logout" } => Task.FromResult(new HttpResponseMessage(HttpStatusCode.NoContent)),
            _ => Task.FromResult(FakeServer.Problem(HttpStatusCode.Unauthorized, ErrorCodes.InvalidToken)),
        });
        _session = new SecureAuthSession(_server.Client(), _store, time: _time);
    }

    [Fact]
    public async Task A_valid_token_is_used_as_it_is()
    {
        await StartAsync();

        Assert.Equal("access-1", await _session.GetAccessTokenAsync());
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task Nobody_is_signed_in_at_first() => Assert.Null(await _session.GetAccessTokenAsync());

    [Fact]
    public async Task Fifty_callers_with_an_expired_token_share_one_refresh()
    {
        await StartAsync();
        var arrived = new TaskCompletionSource<HttpResponseMessage>();
        _refresh = _ => arrived.Task;
        _time.Advance(Lifetime);

        var callers = Enumerable.Range(0, Callers).Select(_ => _session.GetAccessTokenAsync().AsTask()).ToArray();
        arrived.SetResult(FakeServer.Tokens(2));

        Assert.All(await Task.WhenAll(callers), token => Assert.Equal("access-2", token));
        Assert.Equal("""{"refresh_token":"sart_1"}""", Assert.Single(_server.Requests).Body);
        Assert.Equal("sart_2", (await StoredAsync())?.RefreshToken);
    }

    [Fact]
    public async Task Fifty_callers_that_were_refused_share_one_refresh()
    {
        await StartAsync();
        var arrived = new TaskCompletionSource<HttpResponseMessage>();
        _refresh = _ => arrived.Task;

        var callers = Enumerable.Range(0, Callers)
            .Select(_ => Task.Run(() => _session.ReplaceAccessTokenAsync("access-1", Ann).AsTask())).ToArray();
        arrived.SetResult(FakeServer.Tokens(2));

        Assert.All(await Task.WhenAll(callers), token => Assert.Equal("access-2", token));
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task A_token_that_ends_soon_is_replaced_without_making_anybody_wait()
    {
        await StartAsync();
        var arrived = new TaskCompletionSource<HttpResponseMessage>();
        _refresh = _ => arrived.Task;
        _time.Advance(Lifetime - TimeSpan.FromSeconds(50));

        Assert.Equal("access-1", await _session.GetAccessTokenAsync());
        Assert.Equal("access-1", await _session.GetAccessTokenAsync());

        arrived.SetResult(FakeServer.Tokens(2));
        await BecomesAsync("access-2");
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task A_caller_that_gives_up_ends_the_refresh_for_nobody()
    {
        await StartAsync();
        var arrived = new TaskCompletionSource<HttpResponseMessage>();
        _refresh = _ => arrived.Task;
        _time.Advance(Lifetime);
        using var patience = new CancellationTokenSource();

        var impatient = _session.GetAccessTokenAsync(patience.Token).AsTask();
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        arrived.SetResult(FakeServer.Tokens(2));

        Assert.Equal("access-2", await _session.GetAccessTokenAsync());
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task A_lost_response_is_asked_for_again_with_the_same_token()
    {
        await StartAsync();
        _refresh = n => n == 2 ? throw new HttpRequestException("The connection was reset.") : Result(FakeServer.Tokens(2));
        _time.Advance(Lifetime);
        _time.AutoAdvanceAmount = TimeSpan.FromMilliseconds(50);

        Assert.Equal("access-2", await WithTimeAsync(_session.GetAccessTokenAsync().AsTask()));
        Assert.Equal(["""{"refresh_token":"sart_1"}""", """{"refresh_token":"sart_1"}"""], _server.Requests.Select(r => r.Body));
    }

    [Fact]
    public async Task A_response_that_arrives_damaged_is_asked_for_again()
    {
        await StartAsync();
        _refresh = n => Result(n == 2 ? FakeServer.Json("""{"access_token":"acc""") : FakeServer.Tokens(2));
        _time.Advance(Lifetime);

        Assert.Equal("access-2", await WithTimeAsync(_session.GetAccessTokenAsync().AsTask()));
    }

    [Fact]
    public async Task A_response_that_never_comes_is_asked_for_again_within_the_grace()
    {
        await StartAsync();
        _refresh = n => n == 2 ? new TaskCompletionSource<HttpResponseMessage>().Task : Result(FakeServer.Tokens(2));
        _time.Advance(Lifetime);
        var begun = _time.GetUtcNow();

        Assert.Equal("access-2", await WithTimeAsync(_session.GetAccessTokenAsync().AsTask()));
        Assert.True(_time.GetUtcNow() - begun < TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task An_outage_fails_the_callers_and_not_the_session()
    {
        await StartAsync();
        _refresh = _ => throw new HttpRequestException("Nobody listens.");
        _time.Advance(Lifetime);

        await Assert.ThrowsAsync<HttpRequestException>(() => WithTimeAsync(_session.GetAccessTokenAsync().AsTask()));
        Assert.Equal("sart_1", (await StoredAsync())?.RefreshToken);

        _refresh = _ => Result(FakeServer.Tokens(2));
        Assert.Equal("access-2", await _session.GetAccessTokenAsync());
    }

    [Fact]
    public async Task While_the_token_is_valid_an_outage_is_noticed_by_nobody()
    {
        await StartAsync();
        _refresh = _ => Result(FakeServer.Problem(HttpStatusCode.TooManyRequests, ErrorCodes.RateLimited));
        _time.Advance(Lifetime - TimeSpan.FromSeconds(50));

        for (var i = 0; i < Callers; i++)
        {
            Assert.Equal("access-1", await _session.GetAccessTokenAsync());
        }

        // Three attempts of one refresh, and no other one for a while.
        await UntilAsync(() => _refreshes >= 1);
        Assert.InRange(_refreshes, 1, 3);
    }

    [Theory]
    [InlineData(ErrorCodes.InvalidRefreshToken)]
    [InlineData(ErrorCodes.RefreshTokenReused)]
    public async Task A_session_that_has_ended_is_forgotten(string code)
    {
        await StartAsync();
        _refresh = _ => Result(FakeServer.Problem(HttpStatusCode.Unauthorized, code));
        _time.Advance(Lifetime);

        Assert.Null(await _session.GetAccessTokenAsync());
        Assert.Null(await StoredAsync());
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task Tokens_of_another_process_that_won_the_race_are_used()
    {
        await StartAsync();
        var others = new SessionTokens("access-9", _time.GetUtcNow(), _time.GetUtcNow() + (2 * Lifetime), "sart_9", Ann);
        _refresh = async _ =>
        {
            await _store.WriteAsync(others, CancellationToken.None);
            return FakeServer.Problem(HttpStatusCode.Unauthorized, ErrorCodes.RefreshTokenReused);
        };
        _time.Advance(Lifetime);

        Assert.Equal("access-9", await _session.GetAccessTokenAsync());
        Assert.Equal("sart_9", (await StoredAsync())?.RefreshToken);
    }

    [Fact]
    public async Task A_sign_in_during_a_refresh_prevails()
    {
        await StartAsync();
        _refresh = async _ =>
        {
            await SignInAsBobAsync();
            return FakeServer.Tokens(2);
        };
        _time.Advance(Lifetime);

        // The caller acts for Ann, and must not do so as Bob.
        Assert.Null(await _session.GetAccessTokenAsync());
        Assert.Equal("access-9", await _session.GetAccessTokenAsync());
        Assert.Equal("sart_9", (await StoredAsync())?.RefreshToken);
    }

    [Fact]
    public async Task A_session_that_has_ended_during_another_sign_in_returns_nothing_of_it()
    {
        await StartAsync();
        _refresh = async _ =>
        {
            await SignInAsBobAsync();
            return FakeServer.Problem(HttpStatusCode.Unauthorized, ErrorCodes.InvalidRefreshToken);
        };

        Assert.Null(await _session.ReplaceAccessTokenAsync("access-1", Ann));
        Assert.Equal("access-9", await _session.GetAccessTokenAsync());
    }

    [Fact]
    public async Task A_refused_token_is_not_replaced_by_that_of_another_user()
    {
        await StartAsync();
        await SignInAsBobAsync();

        Assert.Null(await _session.ReplaceAccessTokenAsync("access-1", Ann));
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task A_sign_out_waits_for_the_refresh_and_ends_the_newest_token()
    {
        await StartAsync();
        var arrived = new TaskCompletionSource<HttpResponseMessage>();
        _refresh = _ => arrived.Task;
        _time.Advance(Lifetime);
        var refreshing = _session.GetAccessTokenAsync().AsTask();
        await UntilAsync(() => _refreshes == 1);

        var signOut = _session.SignOutAsync();
        arrived.SetResult(FakeServer.Tokens(2));
        await signOut;
        await refreshing;

        Assert.Equal("""{"refresh_token":"sart_2"}""", _server.Requests[^1].Body);
        Assert.Null(await StoredAsync());
    }

    [Fact]
    public async Task An_API_that_refuses_every_token_does_not_make_each_request_a_refresh()
    {
        await StartAsync();

        Assert.Equal("access-2", await _session.ReplaceAccessTokenAsync("access-1", Ann));
        Assert.Null(await _session.ReplaceAccessTokenAsync("access-2", Ann));
        Assert.Equal(1, _refreshes);

        _time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal("access-3", await _session.ReplaceAccessTokenAsync("access-2", Ann));
    }

    [Fact]
    public async Task A_refused_token_that_has_been_replaced_already_costs_nothing()
    {
        await StartAsync();

        Assert.Equal("access-1", await _session.ReplaceAccessTokenAsync("an older one", Ann));
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task Calls_of_the_account_are_sent_again_with_another_token()
    {
        await StartAsync();

        var error = await Assert.ThrowsAsync<SecureAuthException>(() => _session.Account.EndOtherSessionsAsync());

        Assert.Equal(ErrorCodes.InvalidToken, error.Code);
        Assert.Equal(
            ["Bearer access-1", null, "Bearer access-2"], _server.Requests.Select(request => request.Authorization));
    }

    private static Task<HttpResponseMessage> Result(HttpResponseMessage response) => Task.FromResult(response);

    private Task StartAsync() =>
        _session.StartAsync(new TokenPair("access-1", Lifetime, "sart_1", TimeSpan.FromDays(7), Ann));

    private Task SignInAsBobAsync() =>
        _session.StartAsync(new TokenPair("access-9", Lifetime, "sart_9", TimeSpan.FromDays(7), Bob));

    private ValueTask<SessionTokens?> StoredAsync() => _store.ReadAsync(CancellationToken.None);

    private async Task BecomesAsync(string token)
    {
        while ((await StoredAsync())?.AccessToken != token)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Lets the fake time pass until the task has ended.</summary>
    private async Task<T> WithTimeAsync<T>(Task<T> task)
    {
        while (!task.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        return await task;
    }
}
