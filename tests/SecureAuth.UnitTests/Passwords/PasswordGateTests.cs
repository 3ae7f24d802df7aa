using Microsoft.AspNetCore.Identity;
using Xunit;

namespace SecureAuth.UnitTests.Passwords;

public sealed class PasswordGateTests : IDisposable
{
    private readonly GateUnderTest _test = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task What_is_hashed_at_the_gate_verifies_there()
    {
        var hash = await _test.Enter().HashAsync("correct horse battery", Ct);

        Assert.Equal(PasswordVerificationResult.Success, await _test.Enter().VerifyAsync(hash, "correct horse battery", Ct));
        Assert.Equal(PasswordVerificationResult.Failed, await _test.Enter().VerifyAsync(hash, "another", Ct));
    }

    [Fact]
    public async Task Where_there_is_no_user_a_password_fails()
    {
        Assert.Equal(PasswordVerificationResult.Failed, await _test.Enter().VerifyAsync(null, "correct horse battery", Ct));
    }

    [Fact]
    public async Task A_hash_keeps_off_the_thread_pool_and_its_caller_off_the_hashing_threads()
    {
        var hashing = await _test.Enter().UseAsync(() => Thread.CurrentThread, "hash", Ct);

        Assert.False(hashing.IsThreadPoolThread);
        Assert.NotSame(hashing, Thread.CurrentThread);
    }

    [Fact]
    public async Task As_many_hash_at_once_as_there_are_cores()
    {
        var running = await _test.OccupyAllThreadsAsync(Ct);
        var begun = false;
        var next = _test.Enter().UseAsync(() => begun = true, "hash", Ct);

        Assert.False(begun);
        _test.Release();
        await Task.WhenAll(running);
        Assert.True(await next);
    }

    [Fact]
    public async Task Never_more_hash_at_once_than_there_are_cores()
    {
        var running = 0;
        var most = 0;
        int Measure()
        {
            var now = Interlocked.Increment(ref running);
            most = Math.Max(most, now);
            TestHasher.Create().Hash("a password");
            return Interlocked.Decrement(ref running);
        }

        for (var round = 0; round < 50; round++)
        {
            await Task.WhenAll(_test.EnterUntilFull().Select(place => place.UseAsync(Measure, "hash", Ct)));
        }

        Assert.InRange(most, 1, GateUnderTest.Threads);
    }

    [Fact]
    public void A_full_queue_lets_nobody_in()
    {
        Assert.Equal(GateUnderTest.Capacity, _test.EnterUntilFull().Count);
        Assert.Null(_test.Gate.TryEnter());
    }

    [Fact]
    public void A_place_left_unused_is_given_back_once()
    {
        var places = _test.EnterUntilFull();

        places[0].Dispose();
        places[0].Dispose();

        Assert.Single(_test.EnterUntilFull());
    }

    [Fact]
    public async Task A_place_is_free_again_when_its_caller_is_told()
    {
        var places = _test.EnterUntilFull();

        using (places[0])
        {
            await places[0].HashAsync("a password", Ct);
            Assert.Single(_test.EnterUntilFull());
        }

        Assert.Empty(_test.EnterUntilFull());
    }

    [Fact]
    public async Task A_place_is_good_for_one_hash()
    {
        using var place = _test.Enter();
        await place.HashAsync("a password", Ct);

        await Assert.ThrowsAsync<InvalidOperationException>(() => place.HashAsync("a password", Ct));
    }

    [Fact]
    public async Task A_caller_that_leaves_before_its_turn_is_never_hashed_and_frees_its_place_at_once()
    {
        await _test.OccupyAllThreadsAsync(Ct);
        using var leaving = new CancellationTokenSource();
        var hashed = false;
        var waiting = _test.Enter().UseAsync(() => hashed = true, "hash", leaving.Token);

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(GateUnderTest.QueueLength, _test.EnterUntilFull().Count);
        _test.Release();
        Assert.False(hashed);
    }

    [Fact]
    public async Task A_caller_that_has_left_already_is_never_hashed()
    {
        await _test.OccupyAllThreadsAsync(Ct);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _test.Enter().UseAsync(() => true, "hash", new CancellationToken(canceled: true)));
        Assert.Equal(GateUnderTest.QueueLength, _test.EnterUntilFull().Count);
    }

    [Fact]
    public async Task A_hash_that_has_begun_is_finished()
    {
        using var leaving = new CancellationTokenSource();
        var running = await _test.OccupyAllThreadsAsync(leaving.Token);

        await leaving.CancelAsync();
        _test.Release();

        Assert.All(await Task.WhenAll(running), Assert.True);
    }

    [Fact]
    public async Task A_failure_reaches_its_caller_and_spares_the_thread()
    {
        for (var i = 0; i <= GateUnderTest.Capacity; i++)
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(() => _test.Enter().HashAsync("\ud800", Ct));
        }

        Assert.NotEmpty(await _test.Enter().HashAsync("a password", Ct));
    }

    [Fact]
    public async Task A_closed_gate_lets_nobody_in_and_sends_the_waiting_away()
    {
        await _test.OccupyAllThreadsAsync(Ct);
        var waiting = _test.Enter().HashAsync("a password", Ct);

        _test.Gate.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Null(_test.Gate.TryEnter());
    }

    [Fact]
    public void Nobody_is_told_to_come_back_within_a_second()
    {
        Assert.Equal(TimeSpan.FromSeconds(1), _test.Gate.RetryAfter);
    }

    [Fact]
    public async Task The_time_to_come_back_follows_the_hashes_that_were_timed()
    {
        // The mean moves by an eighth of each hash: 80 s bring it to about 10 s.
        await _test.Enter().UseAsync(Slow, "hash", Ct);
        bool Slow()
        {
            _test.Time.Advance(TimeSpan.FromSeconds(80));
            return true;
        }

        for (var i = 0; i < GateUnderTest.Threads; i++)
        {
            _test.Enter();
        }

        Assert.InRange(_test.Gate.RetryAfter, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(11));
        _test.EnterUntilFull();
        Assert.Equal(10.0 * GateUnderTest.Capacity / GateUnderTest.Threads, _test.Gate.RetryAfter.TotalSeconds, tolerance: 1);
    }
}
