using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SecureAuth.Core.Passwords;
using SecureAuth.Core.Passwords.Hashing;
using SecureAuth.Core.Passwords.Queue;
using SecureAuth.Core.Telemetry;
using SecureAuth.Hashing;
using SecureAuth.UnitTests.Passwords.Hashing;

namespace SecureAuth.UnitTests.Passwords.Queue;

/// <summary>A queue with one worker and a maximum wait of two batches, which makes eight slots.</summary>
internal sealed class QueueUnderTest : IDisposable
{
    public const int Lanes = BcryptLanes.MaximumLanes;
    public const int Capacity = 2 * Lanes;

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private int _callers;

    public QueueUnderTest()
    {
        Hashes = TestHasher.CreateHashes();
        Engine = new EngineUnderTest(Time, BatchTime);
        var options = new PasswordOptions
        {
            BcryptWorkFactor = TestHasher.LowestWorkFactor,
            Workers = 1,
            MaximumWait = (2 * BatchTime) + TimeSpan.FromTicks(1),
        };
        Queue = new HashQueue(Hashes, () => Engine, new AuthMeter(Meters), Time, options);
    }

    public static TimeSpan BatchTime { get; } = HashQueue.EstimateFor(TestHasher.LowestWorkFactor);

    public PasswordHashes Hashes { get; }

    public EngineUnderTest Engine { get; }

    public HashQueue Queue { get; }

    public FakeTimeProvider Time { get; } = new();

    public IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    /// <summary>Asks as another known caller from another address each time.</summary>
    public QueueSlot? TryReserve() => Queue.TryReserve(NewCaller());

    public HashCaller NewCaller() =>
        new(new IPAddress([.. BitConverter.GetBytes((ushort)++_callers), 0, 1]), $"account {_callers}") { IsKnown = true };

    public HashCaller NewStranger() => NewCaller() with { IsKnown = false };

    public QueueSlot TakeSlot() => TryReserve() ?? throw new InvalidOperationException("The queue is full.");

    /// <summary>Takes all free slots.</summary>
    public List<QueueSlot> FillQueue()
    {
        List<QueueSlot> slots = [];
        while (slots.Count < 1000 && TryReserve() is { } slot)
        {
            slots.Add(slot);
        }

        return slots;
    }

    /// <summary>Keeps the worker busy until the engine is released, and returns when it has started.</summary>
    public async Task<Task<string>> OccupyWorkerAsync(CancellationToken ct = default)
    {
        Engine.Hold();

        // Earlier batches are over. Their signals must not be taken for this one's.
        while (await Engine.Begun.WaitAsync(TimeSpan.Zero, CancellationToken.None))
        {
        }

        var job = TakeSlot().HashAsync("a password", ct);
        await Engine.Begun.WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None);
        return job;
    }

    public void Dispose()
    {
        Engine.Release();
        Queue.Dispose();
        _services.Dispose();
    }
}
