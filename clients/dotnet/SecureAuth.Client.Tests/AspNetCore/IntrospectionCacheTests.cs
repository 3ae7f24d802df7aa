using Microsoft.Extensions.Time.Testing;
using SecureAuth.Client.AspNetCore;

namespace SecureAuth.Client.Tests.AspNetCore;

public sealed class IntrospectionCacheTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();
    private Func<string, Task<Introspection>> _ask = _ => Task.FromResult(new Introspection(true));
    private int _calls;

    [Fact]
    public async Task Fifty_requests_with_one_token_share_a_call()
    {
        var arrived = new TaskCompletionSource<Introspection>();
        _ask = _ => arrived.Task;
        var cache = Cache();

        var requests = Enumerable.Range(0, 50).Select(_ => Task.Run(() => cache.GetAsync("a.b.c", default))).ToArray();
        arrived.SetResult(new Introspection(true));

        Assert.All(await Task.WhenAll(requests), answer => Assert.True(answer.Active));
        Assert.Equal(1, _calls);
    }

    [Fact]
    public async Task Each_token_has_its_own_answer()
    {
        _ask = token => Task.FromResult(new Introspection(token == "good"));
        var cache = Cache();

        Assert.True((await cache.GetAsync("good", default)).Active);
        Assert.False((await cache.GetAsync("bad", default)).Active);
    }

    [Fact]
    public async Task The_second_begins_before_the_call()
    {
        var slow = new TaskCompletionSource<Introspection>();
        _ask = _ => slow.Task;
        var cache = Cache();
        var first = cache.GetAsync("a.b.c", default);
        _time.Advance(0.9 * Second);
        slow.SetResult(new Introspection(true));
        Assert.True((await first).Active);

        // The answer arrived a moment ago, but what it says may be a second old.
        _ask = _ => Task.FromResult(new Introspection(false));
        _time.Advance(0.1 * Second);

        Assert.False((await cache.GetAsync("a.b.c", default)).Active);
        Assert.Equal(2, _calls);
    }

    [Fact]
    public async Task An_outage_costs_one_call_a_second()
    {
        _ask = _ => Task.FromException<Introspection>(new HttpRequestException("Nobody listens."));
        var cache = Cache();

        for (var i = 0; i < 50; i++)
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => cache.GetAsync("a.b.c", default));
        }

        Assert.Equal(1, _calls);
        _time.Advance(Second);
        await Assert.ThrowsAsync<HttpRequestException>(() => cache.GetAsync("a.b.c", default));
        Assert.Equal(2, _calls);
    }

    [Fact]
    public async Task The_oldest_answer_gives_way()
    {
        var cache = Cache(size: 2);
        foreach (var token in (string[])["1", "2", "3", "3", "2", "1"])
        {
            await cache.GetAsync(token, default);
        }

        Assert.Equal(4, _calls);
    }

    [Fact]
    public async Task A_request_that_is_aborted_ends_the_call_for_nobody()
    {
        var arrived = new TaskCompletionSource<Introspection>();
        _ask = _ => arrived.Task;
        var cache = Cache();
        using var abort = new CancellationTokenSource();

        var aborted = cache.GetAsync("a.b.c", abort.Token);
        var other = cache.GetAsync("a.b.c", default);
        await abort.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => aborted);
        arrived.SetResult(new Introspection(true));

        Assert.True((await other).Active);
    }

    private IntrospectionCache Cache(int size = 100) => new(
        token =>
        {
            Interlocked.Increment(ref _calls);
            return _ask(token);
        },
        Second,
        size,
        _time);
}
