using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using SecureAuth.Core.Passwords;

namespace SecureAuth.UnitTests.Passwords;

/// <summary>The real lanes, which can be held up, and for which each batch takes a set time by the test's clock.</summary>
internal sealed class EngineUnderTest(FakeTimeProvider time, TimeSpan batchTime) : BcryptEngine
{
    private readonly BcryptLanes _lanes = new();
    private readonly ManualResetEventSlim _mayGoOn = new(initialState: true);

    public override int Lanes => _lanes.Lanes;

    public SemaphoreSlim Begun { get; } = new(0);

    public ConcurrentQueue<int> BatchSizes { get; } = [];

    public ConcurrentBag<Thread> Threads { get; } = [];

    public bool Fails { get; set; }

    public void Hold() => _mayGoOn.Reset();

    public void Release() => _mayGoOn.Set();

    public override void Digest(ReadOnlySpan<BcryptInput> inputs)
    {
        BatchSizes.Enqueue(inputs.Length);
        Threads.Add(Thread.CurrentThread);
        Begun.Release();
        _mayGoOn.Wait(TimeSpan.FromSeconds(30));
        time.Advance(batchTime);
        if (Fails)
        {
            throw new InvalidOperationException("The engine broke.");
        }

        _lanes.Digest(inputs);
    }
}
