using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SecureAuth.Core.Passwords;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.UnitTests.Passwords;

internal sealed class GateUnderTest : IDisposable
{
    public const int QueueLength = 3;
    public static readonly int Threads = Environment.ProcessorCount;
    public static readonly int Capacity = Threads + QueueLength;

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ManualResetEventSlim _release = new();
    private readonly SemaphoreSlim _begun = new(0);

    public GateUnderTest()
    {
        Gate = new PasswordGate(
            TestHasher.Create(), new AuthMeter(Meters), Time,
            Options.Create(new PasswordOptions { BcryptWorkFactor = TestHasher.LowestWorkFactor, QueueLength = QueueLength }));
    }

    public PasswordGate Gate { get; }

    public FakeTimeProvider Time { get; } = new();

    public IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    public HashPlace Enter() => Gate.TryEnter() ?? throw new InvalidOperationException("The gate is full.");

    /// <summary>All the places that are free.</summary>
    public List<HashPlace> EnterUntilFull()
    {
        List<HashPlace> places = [];
        while (places.Count < 1000 && Gate.TryEnter() is { } place)
        {
            places.Add(place);
        }

        return places;
    }

    /// <summary>Keeps every thread busy until <see cref="Release"/>; returns once all have begun.</summary>
    public async Task<List<Task<bool>>> OccupyAllThreadsAsync(CancellationToken ct = default)
    {
        var jobs = Enumerable.Range(0, Threads).Select(_ => Enter().UseAsync(WaitForRelease, "hash", ct)).ToList();
        for (var i = 0; i < Threads; i++)
        {
            await _begun.WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None);
        }

        return jobs;
    }

    public void Release() => _release.Set();

    public void Dispose()
    {
        Release();
        Gate.Dispose();
        _services.Dispose();
    }

    private bool WaitForRelease()
    {
        _begun.Release();
        return _release.Wait(TimeSpan.FromSeconds(30));
    }
}
