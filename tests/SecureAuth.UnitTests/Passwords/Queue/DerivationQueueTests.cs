using Microsoft.AspNetCore.Identity;
using SecureAuth.Core.Passwords;
using SecureAuth.Core.Passwords.Hashing;
using SecureAuth.Core.Passwords.Queue;
using SecureAuth.Core.Telemetry;
using SecureAuth.UnitTests.Passwords.Hashing;
using PasswordOptions = SecureAuth.Core.Passwords.PasswordOptions;

namespace SecureAuth.UnitTests.Passwords.Queue;

/// <summary>Derivations occupy a thread alone, and their memory is bounded.</summary>
public sealed class DerivationQueueTests : IDisposable
{
    private const long Half = 128L * 1024 * 1024;

    private readonly QueueUnderTest _test = new();
    private readonly HashQueue _queue;

    /// <summary>A queue with three threads and room for two derivations that need half of the memory.</summary>
    public DerivationQueueTests() => _queue = new HashQueue(
        _test.Hashes,
        () => new BcryptLanesEngine(),
        new AuthMeter(_test.Meters),
        _test.Time,
        new PasswordOptions
        {
            BcryptWorkFactor = TestHasher.LowestWorkFactor,
            Workers = 3,
            HashMemoryMiB = 256,
            MaximumWait = TimeSpan.FromSeconds(30),
        });

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _queue.Dispose();
        _test.Dispose();
    }

    [Fact]
    public async Task A_derivation_waits_until_its_memory_is_free()
    {
        var first = new HeldDerivation(Half);
        var second = new HeldDerivation(Half);
        var third = new HeldDerivation(1);
        var tasks = new[] { Run(first), Run(second), Run(third) };
        await first.Begun.Task.WaitAsync(Ct);
        await second.Begun.Task.WaitAsync(Ct);

        // A free thread takes what needs no memory, so it has seen the third one and left it.
        await Run(new HeldDerivation(0, held: false)).WaitAsync(Ct);
        Assert.False(third.Begun.Task.IsCompleted);

        first.Release();
        await third.Begun.Task.WaitAsync(Ct);
        second.Release();
        third.Release();
        await Task.WhenAll(tasks).WaitAsync(Ct);
    }

    [Fact]
    public async Task A_small_derivation_does_not_overtake_a_large_one_that_waits()
    {
        var first = new HeldDerivation(Half);
        var large = new HeldDerivation(2 * Half);
        var small = new HeldDerivation(1);
        var tasks = new List<Task> { Run(first) };
        await first.Begun.Task.WaitAsync(Ct);
        tasks.AddRange([Run(large), Run(small)]);

        await Run(new HeldDerivation(0, held: false)).WaitAsync(Ct);
        Assert.False(large.Begun.Task.IsCompleted || small.Begun.Task.IsCompleted);

        first.Release();
        await large.Begun.Task.WaitAsync(Ct);
        large.Release();
        small.Release();
        await Task.WhenAll(tasks).WaitAsync(Ct);
    }

    [Fact]
    public async Task A_caller_that_leaves_does_not_block_those_behind_it()
    {
        using var leaves = new CancellationTokenSource();
        var first = new HeldDerivation(Half);
        var small = new HeldDerivation(1);
        var running = Run(first);
        await first.Begun.Task.WaitAsync(Ct);
        var large = Run(new HeldDerivation(2 * Half), leaves.Token);
        var waiting = Run(small);

        await leaves.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        await small.Begun.Task.WaitAsync(Ct);
        small.Release();
        first.Release();
        await Task.WhenAll(running, waiting).WaitAsync(Ct);
    }

    [Fact]
    public async Task A_failure_at_a_cheaper_hash_is_answered_no_sooner_than_an_unknown_account()
    {
        const string Cheap = "AAABAgMEBQYHCAkKCwwNDg+ukCEMDf0yyQ29NYubggHIVY0sdEUfdyeM+E1LtH1uJg==";

        // The test's clock stands still while a hash is derived, and successes are not delayed.
        var failing = _test.TakeSlot().VerifyAsync(Cheap, "another", Ct);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(
                PasswordVerificationResult.SuccessRehashNeeded, await _test.TakeSlot().VerifyAsync(Cheap, "my password", Ct));
        }

        Assert.False(failing.IsCompleted);
        while (!failing.IsCompleted)
        {
            _test.Time.Advance(QueueUnderTest.BatchTime);
            await Task.Yield();
        }

        Assert.Equal(PasswordVerificationResult.Failed, await failing);
    }

    [Fact]
    public void The_delay_is_what_is_missing_to_the_time_of_a_new_hash()
    {
        var delay = _test.Queue.HideDurationAsync(new HashRun(0, QueueUnderTest.BatchTime / 4, BatchSize: 1));

        _test.Time.Advance(QueueUnderTest.BatchTime * 0.7);
        Assert.False(delay.IsCompleted);
        _test.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(delay.IsCompleted);
        Assert.True(_test.Queue.HideDurationAsync(new HashRun(0, QueueUnderTest.BatchTime, BatchSize: 1)).IsCompleted);
    }

    [Fact]
    public void Derivations_that_take_longer_leave_room_for_fewer_callers()
    {
        using var queue = new HashQueue(
            _test.Hashes, () => new BcryptLanesEngine(), new AuthMeter(_test.Meters), _test.Time, new PasswordOptions
            {
                Algorithm = PasswordAlgorithm.Argon2id,
                Workers = 1,
                Argon2 = new Argon2Options { MemoryKiB = 256 * 1024, Iterations = 1 },
                MaximumWait = TimeSpan.FromSeconds(2),
            });

        var slots = Enumerable.Range(0, 10).Select(_ => queue.TryReserve(_test.NewCaller())).ToList();

        // A pass over 256 MiB is estimated at three quarters of a second.
        Assert.Equal(2, slots.Count(slot => slot is not null));
    }

    private async Task Run(HeldDerivation derivation, CancellationToken ct = default)
    {
        var caller = _test.NewCaller();
        Assert.NotNull(_queue.TryReserve(caller));
        await _queue.RunAsync(
            new HashJob<bool>(new DerivationWork(derivation, [], 16), HashOperation.Verify, () => true), caller, ct);
    }

    private sealed record HeldDerivation : KeyDerivation
    {
        private readonly ManualResetEventSlim _mayGoOn;

        public HeldDerivation(long memory, bool held = true)
            : base([])
        {
            Memory = memory;
            _mayGoOn = new ManualResetEventSlim(!held);
        }

        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override long Memory { get; }

        public override bool IsAffordable => true;

        public void Release() => _mayGoOn.Set();

        public override byte[] Derive(byte[] password, int length)
        {
            Begun.SetResult();
            _mayGoOn.Wait(TimeSpan.FromSeconds(30));
            return new byte[length];
        }
    }
}
