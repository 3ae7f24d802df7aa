using System.Text;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using SecureAuth.Hashing;
using SecureAuth.Hashing.Tests;

namespace SecureAuth.Bench;

/// <summary>
/// Calls at work factor 12 on one core. The time of a call is the latency, and the hashes per second are the throughput.
/// </summary>
public class HashingBench
{
    private const int WorkFactor = 12;
    private const double MinThroughput = 2.8;
    private const double MaxLatency = 1.35;
    private const string Salt = "abcdefghijklmnopqrstuu";

    private static readonly byte[] Password = Encoding.ASCII.GetBytes("correct horse battery staple");
    private readonly BcryptLanes _engine = new();

    internal static async Task RunAsync()
    {
        var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance)
            .WithWarmupCount(12).WithIterationCount(20).WithInvocationCount(1).WithUnrollFactor(1);
        var artifacts = Directory.CreateTempSubdirectory("secureauth-hashing-").FullName;
        var summary = BenchmarkRunner.Run<HashingBench>(DefaultConfig.Instance.AddJob(job).WithArtifactsPath(artifacts));
        var calls = summary.Reports.Select(Call.From).ToDictionary(call => call.Name);
        var latency = calls[nameof(FourLanes)].Milliseconds / calls[nameof(BCryptNetNext)].Milliseconds;
        var throughput = calls[nameof(FourLanes)].HashesPerSecond / calls[nameof(BCryptNetNext)].HashesPerSecond;
        await Report.WriteAsync(
            "hashing",
            calls.Values,
            [
                Report.Row("one core, work factor 12", "ms per call", "latency", "hashes/s", "throughput"),
                Report.Separator(5),
                .. calls.Values.Select(call => call.Row(calls[nameof(BCryptNetNext)])),
                Report.Row(
                    "goal, four lanes",
                    "",
                    $"≤ {MaxLatency}: {Report.Verdict(latency <= MaxLatency)}",
                    "",
                    $"≥ {MinThroughput}: {Report.Verdict(throughput >= MinThroughput)}"),
            ]);
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

    /// <param name="Milliseconds">The median of all calls.</param>
    private sealed record Call(string Name, int Passwords, double Milliseconds, IReadOnlyList<double> All)
    {
        public double HashesPerSecond => 1000 * Passwords / Milliseconds;

        public static Call From(BenchmarkReport report)
        {
            var method = report.BenchmarkCase.Descriptor;
            double[] all = [.. report.GetResultRuns().Select(run => run.Nanoseconds / 1e6).Order()];
            return new Call(method.WorkloadMethod.Name, method.OperationsPerInvoke, all[all.Length / 2], all);
        }

        public string Row(Call baseline) => Report.Row(
            Name,
            $"{Milliseconds:F0}",
            $"{Milliseconds / baseline.Milliseconds:F2}",
            $"{HashesPerSecond:F1}",
            $"{HashesPerSecond / baseline.HashesPerSecond:F2}");
    }
}
