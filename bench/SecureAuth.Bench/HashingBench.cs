using System.Text;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters.Json;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using SecureAuth.Core.Passwords;
using SecureAuth.UnitTests.Passwords;

namespace SecureAuth.Bench;

/// <summary>One call at work factor 12, on one core: its time is the latency, and the time by hash the throughput.</summary>
public class HashingBench
{
    private const int WorkFactor = 12;
    private const string Salt = "abcdefghijklmnopqrstuu";

    private static readonly byte[] Password = Encoding.ASCII.GetBytes("correct horse battery staple");
    private readonly BcryptLanes _engine = new();

    internal static void Run()
    {
        var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance)
            .WithWarmupCount(12).WithIterationCount(20).WithInvocationCount(1).WithUnrollFactor(1);
        BenchmarkRunner.Run<HashingBench>(DefaultConfig.Instance
            .AddJob(job)
            .AddExporter(JsonExporter.Full)
            .WithArtifactsPath(Path.Combine(Repository.Root, "bench", "results", "hashing")));
    }

    [Benchmark(Baseline = true)]
    public string BCryptNetNext() => BCrypt.Net.BCrypt.HashPassword("correct horse battery staple", $"$2b${WorkFactor}${Salt}");

    [Benchmark]
    public string Crypt() => Crypt3.Hash(Password, $"$2b${WorkFactor}${Salt}");

    [Benchmark]
    public void OneLane() => Digest(1);

    [Benchmark(OperationsPerInvoke = 2)]
    public void TwoLanes() => Digest(2);

    [Benchmark(OperationsPerInvoke = 3)]
    public void ThreeLanes() => Digest(3);

    [Benchmark(OperationsPerInvoke = 4)]
    public void FourLanes() => Digest(4);

    internal void Digest(int count) =>
        _engine.Digest([.. Enumerable.Range(0, count).Select(_ => new BcryptInput([.. Password], Salt, WorkFactor))]);
}
