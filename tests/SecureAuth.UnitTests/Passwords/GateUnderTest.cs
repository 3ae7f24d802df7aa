using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SecureAuth.Core.Passwords;
using SecureAuth.Core.Passwords.Hashing;
using SecureAuth.Core.Passwords.Queue;
using SecureAuth.Core.Telemetry;
using SecureAuth.Hashing;

namespace SecureAuth.UnitTests.Passwords;

/// <summary>A gate with one worker, which means to wait for two batches at most: eight places.</summary>
internal sealed class GateUnderTest : IDisposable
{
    public const int Lanes = BcryptLanes.MaximumLanes;
    public const int Capacity = 2 * Lanes;

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private int _claimants;

    public GateUnderTest()
    {
        Bcrypt = TestHasher.Create();
        Engine = new EngineUnderTest(Time, BatchTime);
        var options = new PasswordOptions
        {
            BcryptWorkFactor = TestHasher.LowestWorkFactor,
            Workers = 1,
            MaximumWait = (2 * BatchTime) + TimeSpan.FromTicks(1),
        };
        Gate = new HashQueue(Bcrypt, () => Engine, new AuthMeter(Meters), Time, options);
    }

    public static TimeSpan BatchTime { get; } = HashQueue.EstimateFor(TestHasher.LowestWorkFactor);

    public BcryptSha256 Bcrypt { get; }

    public EngineUnderTest Engine { get; }

    public HashQueue Gate { get; }

    public FakeTimeProvider Time { get; } = new();

    public IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    /// <summary>For somebody else each time, from elsewhere.</summary>
    public QueueSlot? TryReserve() => Gate.TryReserve(NewClaimant());

    public HashCaller NewClaimant() =>
        new(new IPAddress([.. BitConverter.GetBytes((ushort)++_claimants), 0, 1]), $"account {_claimants}");

    public QueueSlot Enter() => TryReserve() ?? throw new InvalidOperationException("The gate is full.");

    /// <summary>All the places that are free.</summary>
    public List<QueueSlot> EnterUntilFull()
    {
        List<QueueSlot> places = [];
        while (places.Count < 1000 && TryReserve() is { } place)
        {
            places.Add(place);
        }

        return places;
    }

    /// <summary>Keeps the one worker busy until the engine is released; returns once it has begun.</summary>
    public async Task<Task<string>> OccupyWorkerAsync(CancellationToken ct = default)
    {
        Engine.Hold();
        var job = Enter().HashAsync("a password", ct);
        await Engine.Begun.WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None);
        return job;
    }

    public void Dispose()
    {
        Engine.Release();
        Gate.Dispose();
        _services.Dispose();
    }
}
