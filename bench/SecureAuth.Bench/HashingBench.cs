using System.Text;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using SecureAuth.Hashing;
using SecureAuth.Hashing.Tests;

namespace SecureAuth.Bench;

/// <summary>
/// Calls of bcrypt at work factor 12, and of Argon2id with the product's default cost, on one core. The time of a call is the
/// latency, and the hashes per second are the throughput.
/// </summary>
public class HashingBench
{
    private const int WorkFactor = 12;
    private const string Salt = "abcdefghijklmnopqrstuu";

    private static readonly Goal[] Goals =
    [
        new(nameof(TwoLanes), MaxLatency: 1.1, MinThroughput: 1.9),
        new(nameof(ThreeLanes), MaxLatency: 1.2, MinThroughput: 2.5),
        new(nameof(FourLanes), MaxLatency: 1.35, MinThroughput: 2.8),
    ];

    private static readonly byte[] Password = Encoding.ASCII.GetBytes("correct horse battery staple");
    private readonly BcryptLanes _engine = new();

    internal static async Task RunAsync()
    {
        var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance)
            .WithWarmupCount(12).WithIterationCount(20).WithInvocationCount(1).WithUnrollFactor(1);
        var artifacts = Directory.CreateTempSubdirectory("secureauth-hashing-").FullName;
        var summary = BenchmarkRunner.Run<HashingBench>(DefaultConfig.Instance.AddJob(job).WithArtifactsPath(artifacts));
        var calls = summary.Reports.Select(Call.From).ToDictionary(call => call.Name);
        var baseline = calls[nameof(BCryptNetNext)];
        await Report.WriteAsync(
            "hashing",
            calls.Values,
            [
                Report.Row(
                    "one core, bcrypt at work factor 12",
                    "ms per call", "latency", "hashes/s", "throughput", "fastest call, ms", "throughput"),
                Report.Separator(7),
                .. calls.Values.Select(call => call.Row(baseline)),
                .. Goals.Select(goal => goal.Row(calls[goal.Name], baseline)),
            ]);
    }

    [Benchmark(Baseline = true)]
    public string BCryptNetNext() => BCrypt.Net.BCrypt.HashPassword("correct horse battery staple", $"$2b${WorkFactor}${Salt}");

    [Benchmark]
    public string Crypt() => Crypt3.Hash(Password, $"$2b${WorkFactor}${Salt}");

    /// <summary>The same library and cost as <c>Passwords__Algorithm=Argon2id</c>.</summary>
    [Benchmark]
    public byte[] Argon2id()
    {
        var generator = new Argon2BytesGenerator();
        generator.Init(new Argon2Parameters.Builder(Argon2Parameters.Argon2id)
            .WithVersion(Argon2Parameters.Version13).WithSalt(Encoding.ASCII.GetBytes(Salt)[..16])
            .WithMemoryAsKB(19_456).WithIterations(2).WithParallelism(1)
            .Build());
        var key = new byte[32];
        generator.GenerateBytes(Password, key);
        return key;
    }

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

    /// <param name="Milliseconds">The median of all calls.</param>
    /// <param name="All">The times of all calls, the fastest first.</param>
    private sealed record Call(string Name, int Passwords, double Milliseconds, IReadOnlyList<double> All)
    {
        public double HashesPerSecond => 1000 * Passwords / Milliseconds;

        public double Fastest => All[0];

        public double Latency(Call baseline) => Milliseconds / baseline.Milliseconds;

        public double Throughput(Call baseline) => HashesPerSecond / baseline.HashesPerSecond;

        public static Call From(BenchmarkReport report)
        {
            var method = report.BenchmarkCase.Descriptor;
            double[] all = [.. report.GetResultRuns().Select(run => run.Nanoseconds / 1e6).Order()];
            return new Call(method.WorkloadMethod.Name, method.OperationsPerInvoke, all[all.Length / 2], all);
        }

        public string Row(Call baseline) => Report.Row(
            Name,
            $"{Milliseconds:F0}",
            $"{Latency(baseline):F2}",
            $"{HashesPerSecond:F1}",
            $"{Throughput(baseline):F2}",
            $"{Fastest:F0}",
            $"{Passwords * baseline.Fastest / Fastest:F2}");
    }

    private sealed record Goal(string Name, double MaxLatency, double MinThroughput)
    {
        public string Row(Call call, Call baseline) => Report.Row(
            $"goal, {Name}",
            "",
            $"≤ {MaxLatency}: {Report.Verdict(call.Latency(baseline) <= MaxLatency)}",
            "",
            $"≥ {MinThroughput}: {Report.Verdict(call.Throughput(baseline) >= MinThroughput)}",
            "",
            "");
    }
}
