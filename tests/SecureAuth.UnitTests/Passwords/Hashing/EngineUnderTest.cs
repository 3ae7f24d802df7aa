using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using SecureAuth.Core.Passwords.Hashing;
using SecureAuth.Hashing;

namespace SecureAuth.UnitTests.Passwords.Hashing;

/// <summary>The real bcrypt lanes, which a test can block and which take a fixed time per batch on the test's clock.</summary>
internal sealed class EngineUnderTest(FakeTimeProvider time, TimeSpan batchTime) : BcryptEngine
{
    private readonly BcryptLanesEngine _lanes = new();
    private readonly ManualResetEventSlim _mayGoOn = new(initialState: true);

    public override int Lanes => _lanes.Lanes;

    public SemaphoreSlim Begun { get; } = new(0);

    public ConcurrentQueue<int> BatchSizes { get; } = [];

    public ConcurrentBag<Thread> Threads { get; } = [];

    /// <summary>The stat line of the hashing thread, see proc(5).</summary>
    public string ThreadStatus { get; private set; } = "";

    public bool Fails { get; set; }

    public void Hold() => _mayGoOn.Reset();

    public void Release() => _mayGoOn.Set();

    public override void SelfTest() => _lanes.SelfTest();

    public override void Digest(ReadOnlySpan<BcryptInput> inputs)
    {
        BatchSizes.Enqueue(inputs.Length);
        Threads.Add(Thread.CurrentThread);
        if (OperatingSystem.IsLinux())
        {
            ThreadStatus = File.ReadAllText("/proc/thread-self/stat");
        }

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
