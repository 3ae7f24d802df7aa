using System.Net;
using Microsoft.AspNetCore.Identity;
using SecureAuth.Core.Passwords.Queue;
using SecureAuth.UnitTests.Passwords.Hashing;

namespace SecureAuth.UnitTests.Passwords.Queue;

public sealed class HashQueueTests : IDisposable
{
    private readonly QueueUnderTest _test = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task A_hash_from_the_queue_verifies()
    {
        var hash = await _test.TakeSlot().HashAsync("correct horse battery", Ct);

        Assert.Equal(PasswordVerificationResult.Success, await _test.TakeSlot().VerifyAsync(hash, "correct horse battery", Ct));
        Assert.Equal(PasswordVerificationResult.Failed, await _test.TakeSlot().VerifyAsync(hash, "another", Ct));
    }

    [Theory]
    [InlineData(4, 4)]
    [InlineData(6, 6)]
    public async Task A_hash_that_replaces_another_is_never_cheaper(int stored, int expected)
    {
        var replaced = TestHasher.Create(workFactor: stored).Hash("correct horse battery");

        var hash = await _test.TakeSlot().RehashAsync(replaced, "correct horse battery", Ct);

        Assert.Contains($",r={expected}$", hash, StringComparison.Ordinal);
        Assert.Equal(PasswordVerificationResult.Success, await _test.TakeSlot().VerifyAsync(hash, "correct horse battery", Ct));
    }

    [Fact]
    public async Task Without_a_user_every_password_fails()
    {
        Assert.Equal(PasswordVerificationResult.Failed, await _test.TakeSlot().VerifyAsync(null, "correct horse battery", Ct));
    }

    [Fact]
    public async Task Hashing_uses_no_pool_thread_and_continuations_use_no_hashing_thread()
    {
        await _test.TakeSlot().HashAsync("a password", Ct);

        var hashing = Assert.Single(_test.Engine.Threads);
        Assert.False(hashing.IsThreadPoolThread);
        Assert.NotSame(hashing, Thread.CurrentThread);
    }

    [Fact]
    public async Task A_hashing_thread_has_the_lowest_priority()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Where .NET knows priorities, it is told one.");
        await _test.TakeSlot().HashAsync("a password", Ct);

        // The thread's name in parentheses is the second field, and its nice value is the nineteenth.
        var fields = _test.Engine.ThreadStatus[(_test.Engine.ThreadStatus.LastIndexOf(')') + 2)..].Split(' ');
        Assert.Equal("10", fields[16]);
    }

    [Fact]
    public async Task Waiting_passwords_are_hashed_four_at_a_time_and_each_caller_gets_its_own_result()
    {
        var first = await _test.OccupyWorkerAsync(Ct);
        var waiting = Enumerable.Range(0, 7).Select(i => _test.TakeSlot().HashAsync($"password {i}", Ct)).ToList();

        _test.Engine.Release();
        await first;
        var hashes = await Task.WhenAll(waiting);

        Assert.Equal([1, 4, 3], _test.Engine.BatchSizes);
        for (var i = 0; i < hashes.Length; i++)
        {
            Assert.Equal(PasswordVerificationResult.Success, _test.Hashes.Verify(hashes[i], $"password {i}"));
        }
    }

    [Fact]
    public async Task A_single_password_does_not_wait_for_a_full_batch()
    {
        await _test.TakeSlot().HashAsync("a password", Ct);

        Assert.Equal([1], _test.Engine.BatchSizes);
    }

    [Fact]
    public async Task No_caller_waits_for_another_callers_costlier_hash()
    {
        var costly = TestHasher.Create(workFactor: 6).Hash("a password");
        var first = await _test.OccupyWorkerAsync(Ct);
        var before = _test.TakeSlot().HashAsync("a password", Ct);
        var expensive = _test.TakeSlot().VerifyAsync(costly, "a password", Ct);
        var after = _test.TakeSlot().HashAsync("a password", Ct);

        _test.Engine.Release();
        await Task.WhenAll(first, before, after);

        Assert.Equal(PasswordVerificationResult.Success, await expensive);
        Assert.Equal([1, 2, 1], _test.Engine.BatchSizes);
    }

    [Fact]
    public void The_queue_has_as_many_slots_as_can_be_hashed_in_time()
    {
        Assert.Equal(QueueUnderTest.Capacity, _test.FillQueue().Count);
        Assert.Null(_test.TryReserve());
    }

    [Fact]
    public async Task Passwords_being_hashed_occupy_no_slot()
    {
        await _test.OccupyWorkerAsync(Ct);

        Assert.Equal(QueueUnderTest.Capacity, _test.FillQueue().Count);
    }

    [Fact]
    public void Asking_for_a_slot_gives_the_same_answer_as_taking_one()
    {
        var caller = Caller("192.0.2.1", "account");
        Assert.True(_test.Queue.HasRoom(caller));

        while (_test.Queue.TryReserve(caller) is not null)
        {
            Assert.True(_test.Queue.HasRoom(Caller("198.51.100.2", "another")));
        }

        Assert.False(_test.Queue.HasRoom(caller));
        _test.FillQueue();
        Assert.False(_test.Queue.HasRoom(Caller("198.51.100.2", "another")));
    }

    [Fact]
    public async Task Occasional_refusals_are_returned_at_once()
    {
        for (var i = 0; i < 20; i++)
        {
            Assert.True(_test.Queue.RejectAsync(Ct).IsCompletedSuccessfully);
            _test.Time.Advance(TimeSpan.FromMilliseconds(5));
        }

        Assert.Equal(TimeSpan.FromSeconds(1), await _test.Queue.RejectAsync(Ct));
    }

    [Fact]
    public async Task Frequent_refusals_are_released_one_by_one_within_a_bound()
    {
        var refusals = Enumerable.Range(0, 100).Select(_ => _test.Queue.RejectAsync(Ct)).ToList();

        Assert.Equal(1, refusals.Count(refusal => refusal.IsCompleted));
        _test.Time.Advance(TimeSpan.FromMilliseconds(25));
        Assert.Equal(6, refusals.Count(refusal => refusal.IsCompleted));
        _test.Time.Advance(TimeSpan.FromMilliseconds(25));
        await Task.WhenAll(refusals).WaitAsync(TimeSpan.FromSeconds(30), Ct);
    }

    [Fact]
    public async Task A_refused_caller_that_leaves_is_released()
    {
        await _test.Queue.RejectAsync(Ct);
        using var gone = new CancellationTokenSource();
        var held = _test.Queue.RejectAsync(gone.Token);

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => held);
    }

    [Fact]
    public void One_address_cannot_fill_the_queue()
    {
        var taken = 0;
        while (_test.Queue.TryReserve(Caller("192.0.2.1", $"account {taken}")) is not null)
        {
            taken++;
        }

        Assert.Equal(3, taken);
        Assert.NotNull(_test.Queue.TryReserve(Caller("198.51.100.2", "another")));
    }

    [Fact]
    public void One_account_cannot_fill_the_queue()
    {
        var taken = 0;
        while (_test.Queue.TryReserve(_test.NewCaller() with { Account = "account" }) is not null)
        {
            taken++;
        }

        Assert.Equal(6, taken);
        Assert.NotNull(_test.Queue.TryReserve(_test.NewCaller()));
    }

    [Fact]
    public void Strangers_take_one_half_of_the_slots_and_known_callers_can_take_the_other()
    {
        Assert.Equal(QueueUnderTest.Capacity / 2, Fill(_test.NewStranger));
        Assert.False(_test.Queue.HasRoom(_test.NewStranger()));

        Assert.Equal(QueueUnderTest.Capacity / 2, Fill(_test.NewCaller));
        Assert.False(_test.Queue.HasRoom(_test.NewCaller()));
    }

    [Fact]
    public void Known_callers_can_take_all_slots()
    {
        Assert.Equal(QueueUnderTest.Capacity, Fill(_test.NewCaller));
        Assert.Null(_test.Queue.TryReserve(_test.NewStranger()));
    }

    [Fact]
    public void Strangers_take_nothing_from_the_share_of_a_known_caller_in_their_network()
    {
        var network = IPAddress.Parse("192.0.2.1");
        Assert.Equal(1, Fill(() => _test.NewStranger() with { Address = network }));

        Assert.Equal(2, Fill(() => _test.NewCaller() with { Address = network }));
    }

    [Fact]
    public async Task However_slow_hashes_are_there_is_a_slot_for_a_known_caller()
    {
        var slow = await _test.OccupyWorkerAsync(Ct);
        _test.Time.Advance(TimeSpan.FromSeconds(800));
        _test.Engine.Release();
        await slow;

        Assert.Equal(1, Fill(_test.NewStranger));
        Assert.Equal(1, Fill(_test.NewCaller));
    }

    [Fact]
    public async Task A_share_is_returned_with_its_slot_however_that_ends()
    {
        var caller = Caller("192.0.2.1", "account");
        for (var i = 0; i < 3 * QueueUnderTest.Capacity; i++)
        {
            using var unused = _test.Queue.TryReserve(caller);
            Assert.NotNull(unused);
            using var used = _test.Queue.TryReserve(caller);
            await used!.HashAsync("a password", Ct);
            using var left = _test.Queue.TryReserve(caller);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => LeaveAsync(left!));
        }

        async Task LeaveAsync(QueueSlot slot)
        {
            var first = await _test.OccupyWorkerAsync(Ct);
            try
            {
                await slot.HashAsync("a password", new CancellationToken(canceled: true));
            }
            finally
            {
                _test.Engine.Release();
                await first;
            }
        }
    }

    [Fact]
    public void An_unused_slot_is_returned_once()
    {
        var slots = _test.FillQueue();

        slots[0].Dispose();
        slots[0].Dispose();

        Assert.Single(_test.FillQueue());
    }

    [Fact]
    public async Task A_slot_is_free_again_before_its_caller_continues()
    {
        var slots = _test.FillQueue();

        using (slots[0])
        {
            await slots[0].HashAsync("a password", Ct);
            Assert.Single(_test.FillQueue());
        }

        Assert.Empty(_test.FillQueue());
    }

    [Fact]
    public async Task A_slot_is_valid_for_one_hash()
    {
        using var slot = _test.TakeSlot();
        await slot.HashAsync("a password", Ct);

        await Assert.ThrowsAsync<InvalidOperationException>(() => slot.HashAsync("a password", Ct));
    }

    [Fact]
    public async Task A_caller_that_leaves_the_queue_frees_its_slot_and_is_never_hashed()
    {
        var first = await _test.OccupyWorkerAsync(Ct);
        using var leaving = new CancellationTokenSource();
        var waiting = _test.TakeSlot().HashAsync("a password", leaving.Token);

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(QueueUnderTest.Capacity, _test.FillQueue().Count);
        _test.Engine.Release();
        await first;
        Assert.Equal([1], _test.Engine.BatchSizes);
    }

    [Fact]
    public async Task A_hash_in_progress_is_completed()
    {
        using var leaving = new CancellationTokenSource();
        var running = await _test.OccupyWorkerAsync(leaving.Token);

        await leaving.CancelAsync();
        _test.Engine.Release();

        Assert.NotEmpty(await running);
    }

    [Fact]
    public async Task Ill_formed_text_is_refused_and_keeps_no_slot()
    {
        for (var i = 0; i <= QueueUnderTest.Capacity; i++)
        {
            using var slot = _test.TakeSlot();
            await Assert.ThrowsAnyAsync<ArgumentException>(() => slot.HashAsync("\ud800", Ct));
        }
    }

    [Fact]
    public async Task A_failure_of_the_engine_reaches_its_callers_and_the_thread_continues()
    {
        _test.Engine.Fails = true;
        for (var i = 0; i <= QueueUnderTest.Capacity; i++)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => _test.TakeSlot().HashAsync("a password", Ct));
        }

        _test.Engine.Fails = false;
        Assert.NotEmpty(await _test.TakeSlot().HashAsync("a password", Ct));
    }

    [Fact]
    public async Task A_closed_queue_refuses_new_and_waiting_callers()
    {
        await _test.OccupyWorkerAsync(Ct);
        var waiting = _test.TakeSlot().HashAsync("a password", Ct);

        _test.Queue.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Null(_test.TryReserve());
    }

    [Fact]
    public void Retry_after_is_at_least_a_second()
    {
        Assert.Equal(TimeSpan.FromSeconds(1), _test.Queue.RetryAfter);
    }

    [Fact]
    public async Task Slots_and_retry_times_follow_recent_hash_times()
    {
        // The mean moves by an eighth with each batch, so a batch of 80 s raises it to about 10 s.
        var slow = await _test.OccupyWorkerAsync(Ct);
        _test.Time.Advance(TimeSpan.FromSeconds(80));
        _test.Engine.Release();
        await slow;

        Assert.Equal(2, _test.FillQueue().Count);
        Assert.InRange(_test.Queue.RetryAfter, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(11));
    }

    [Fact]
    public async Task Many_callers_leave_the_queue_empty()
    {
        for (var round = 0; round < 20; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => ComeAndGoAsync(i), Ct)));
        }

        Assert.Equal(QueueUnderTest.Capacity, _test.FillQueue().Count);

        async Task ComeAndGoAsync(int i)
        {
            using var leaving = new CancellationTokenSource();
            using var slot = _test.Queue.TryReserve(Caller($"192.{i % 5}.2.1", $"account {i}"));
            if (slot is null || i % 5 == 0)
            {
                return;
            }

            var hash = slot.HashAsync("a password", leaving.Token);
            if (i % 2 == 0)
            {
                await leaving.CancelAsync();
            }

            await hash.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    /// <summary>Takes slots until one is refused, and returns their number.</summary>
    private int Fill(Func<HashCaller> next)
    {
        var taken = 0;
        while (_test.Queue.TryReserve(next()) is not null)
        {
            taken++;
        }

        return taken;
    }

    private static HashCaller Caller(string address, string account) =>
        new(IPAddress.Parse(address), account) { IsKnown = true };
}
