using Microsoft.Extensions.Time.Testing;
using SecureAuth.Client.AspNetCore;

namespace SecureAuth.Client.Tests.AspNetCore;

public sealed class BoundedCallsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Of_fifty_calls_two_are_open_at_a_time()
    {
        var calls = new BoundedCalls(2, Patience, _time);
        var answered = new TaskCompletionSource<int>();
        var begun = 0;

        var all = Enumerable.Range(0, 50)
            .Select(_ => calls.RunAsync(() =>
            {
                Interlocked.Increment(ref begun);
                return answered.Task;
            }))
            .ToArray();
        Assert.Equal(2, begun);
        answered.SetResult(1);
        await Task.WhenAll(all);

        Assert.Equal(50, begun);
    }

    [Fact]
    public async Task A_call_that_waits_too_long_fails_and_the_next_one_has_its_turn()
    {
        var calls = new BoundedCalls(1, Patience, _time);
        var slow = new TaskCompletionSource<int>();
        var first = calls.RunAsync(() => slow.Task);
        var second = calls.RunAsync(() => Task.FromResult(2));

        _time.Advance(Patience);
        await Assert.ThrowsAsync<TimeoutException>(() => second);
        slow.SetResult(1);

        Assert.Equal(1, await first);
        Assert.Equal(3, await calls.RunAsync(() => Task.FromResult(3)));
    }
}
