namespace SecureAuth.Bench;

/// <summary>Reads at a steady rate, alone and while sign-ins are offered at ten times what can be done.</summary>
internal static class StormBench
{
    private const int WarmUpSeconds = 40;
    private const int SettlingSeconds = 20;
    private const int ReadsPerSecond = 200;
    private const int ProbesPerSecond = 20;
    private const int SaturatingConnections = 50;
    private const int StormConnections = 400;
    private const int Times = 10;
    private const double GoalOfReads = 50;
    private const double GoalOfRefusals = 100;

    public static async Task RunAsync(int seconds)
    {
        await using var stores = await Stores.StartAsync();
        var stock = await MeasureAsync(await stores.StartStockAsync(), seconds);
        var ours = await MeasureAsync(await stores.StartOursAsync(), seconds);
        await Report.WriteAsync(
            "storm",
            new { Cores = Environment.ProcessorCount, ours, stock },
            "| during a storm of sign-ins | SecureAuth | MapIdentityApi | goal | |",
            "|---|---|---|---|---|",
            $"| sign-ins offered a second | {ours.SignIns.OfferedPerSecond:F0} | {stock.SignIns.OfferedPerSecond:F0} (closed loop) | {Times} × capacity | {Report.Verdict(ours.SignIns.OfferedPerSecond >= Times * ours.Capacity)} |",
            $"| sign-ins done a second | {ours.SignIns.OkPerSecond:F1} | {stock.SignIns.OkPerSecond:F1} | | |",
            $"| profile read alone, p50 / p99 ms | {ours.Alone.P50} / {ours.Alone.P99} | {stock.Alone.P50} / {stock.Alone.P99} | | |",
            $"| profile read in the storm, p50 / p99 ms | {ours.Reads.P50} / {ours.Reads.P99} | {stock.Reads.P50} / {stock.Reads.P99} ({stock.Reads.Others} failed) | p99 ≤ {GoalOfReads} | {Report.Verdict(ours.Reads.P99 <= GoalOfReads && ours.Reads.Others == 0)} |",
            $"| refused sign-in, p50 / p99 ms | {ours.Refusals.P50} / {ours.Refusals.P99} | never refuses | p99 < {GoalOfRefusals} | {Report.Verdict(ours.Refusals.Count > 0 && ours.Refusals.P99 < GoalOfRefusals)} |",
            $"| memory, begin → end of the storm, MiB | {ours.MemoryBefore} → {ours.MemoryAfter} | {stock.MemoryBefore} → {stock.MemoryAfter} | flat | {Report.Verdict(ours.MemoryAfter <= 1.2 * ours.MemoryBefore)} |",
            $"| time that the hypervisor took from the cores | {ours.StolenPercent} % | {stock.StolenPercent} % | | |");
    }

    private static async Task<Storm> MeasureAsync(Target target, int seconds)
    {
        await using var owned = target;
        var duration = TimeSpan.FromSeconds(seconds);
        await SteadyLoad.RunAsync(ReadsPerSecond, TimeSpan.FromSeconds(5), 200, _ => target.ReadProfileAsync());
        var capacity = (await Wrk.RunAsync(target, SaturatingConnections, WarmUpSeconds, pauseMilliseconds: 0, obeys: true)).OkPerSecond;
        await Task.Delay(TimeSpan.FromSeconds(SettlingSeconds));
        var alone = await SteadyLoad.RunAsync(ReadsPerSecond, TimeSpan.FromSeconds(20), 200, _ => target.ReadProfileAsync());

        // Ten times capacity, from connections that pause: those that wait for a hash pause less often, so a fifth more.
        var pause = (int)(1000 * StormConnections / (1.2 * Times * capacity));
        var storm = Wrk.RunAsync(target, StormConnections, seconds + 3, pause, obeys: false);
        await Task.Delay(TimeSpan.FromSeconds(2));
        var stolen = StolenTime.Begin();
        var memory = SampleAsync(target, seconds);
        var reads = SteadyLoad.RunAsync(ReadsPerSecond, duration, 200, _ => target.ReadProfileAsync());
        var refusals = SteadyLoad.RunAsync(ProbesPerSecond, duration, 503, target.SignInAsync);
        var samples = await memory;
        return new Storm(
            target.Name, capacity, await storm, alone, await reads, await refusals, stolen.Percent(), samples,
            (long)samples.Take(10).Average(), (long)samples.TakeLast(10).Average());
    }

    /// <summary>MiB, once a second.</summary>
    private static async Task<List<long>> SampleAsync(Target target, int seconds)
    {
        var samples = new List<long>();
        for (var i = 0; i < seconds; i++)
        {
            samples.Add(target.ResidentMemory / (1024 * 1024));
            await Task.Delay(TimeSpan.FromSeconds(1));
        }

        return samples;
    }

    private sealed record Storm(
        string Name,
        double Capacity,
        SignIns SignIns,
        Latencies Alone,
        Latencies Reads,
        Latencies Refusals,
        double StolenPercent,
        IReadOnlyList<long> Memory,
        long MemoryBefore,
        long MemoryAfter);
}
