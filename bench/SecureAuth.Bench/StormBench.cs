namespace SecureAuth.Bench;

/// <summary>Reads at a steady rate, first alone and then while sign-ins are offered at ten times the capacity.</summary>
internal static class StormBench
{
    private const int WarmUpSeconds = 40;
    private const int SettlingSeconds = 20;
    private const int ReadsPerSecond = 200;
    private const int ProbesPerSecond = 20;
    private const int KnownDevices = 60;
    private const int SaturatingConnections = 50;
    private const int StormConnections = 400;
    private const int Overload = 10;
    private const double MaxMedianReadMilliseconds = 5;
    private const double MaxReadMilliseconds = 25;
    private const double MaxRefusalMilliseconds = 100;

    public static async Task RunAsync(int seconds)
    {
        await using var stores = await Stores.StartAsync();
        var stock = await MeasureAsync(await stores.StartStockAsync(), knownDevices: 0, seconds);
        var ours = await MeasureAsync(await stores.StartOursAsync(), KnownDevices, seconds);
        await Report.WriteAsync(
            "storm",
            new { Cores = Environment.ProcessorCount, ours, stock },
            Report.Row("during a storm of sign-ins", "SecureAuth", "MapIdentityApi", "goal", ""),
            Report.Separator(5),
            Report.Row(
                "sign-ins offered per second",
                $"{ours.SignIns.OfferedPerSecond:F0}",
                $"{stock.SignIns.OfferedPerSecond:F0} (closed loop)",
                $"{Overload} × capacity",
                Report.Verdict(ours.SignIns.OfferedPerSecond >= Overload * ours.Capacity)),
            Report.Row(
                "sign-ins completed per second",
                $"{ours.SignIns.OkPerSecond:F1}",
                $"{stock.SignIns.OkPerSecond:F1}",
                "",
                ""),
            Report.Row(
                "profile read without load, p50 / p99 ms",
                $"{ours.Alone.P50} / {ours.Alone.P99}",
                $"{stock.Alone.P50} / {stock.Alone.P99}",
                "",
                ""),
            Report.Row(
                "profile read in the storm, p50 / p99 ms",
                $"{ours.Reads.P50} / {ours.Reads.P99}",
                $"{stock.Reads.P50} / {stock.Reads.P99} ({stock.Reads.Others} failed)",
                $"≤ {MaxMedianReadMilliseconds} / {MaxReadMilliseconds}",
                Report.Verdict(ours.Reads.P50 <= MaxMedianReadMilliseconds
                    && ours.Reads.P99 <= MaxReadMilliseconds
                    && ours.Reads.Others == 0)),
            Report.Row(
                "refused sign-in, p50 / p99 ms",
                $"{ours.Refusals.P50} / {ours.Refusals.P99}",
                "never refuses",
                $"p99 < {MaxRefusalMilliseconds}",
                Report.Verdict(ours.Refusals.Count > 0 && ours.Refusals.P99 < MaxRefusalMilliseconds)),
            Report.Row(
                "sign-ins of known devices that got in",
                $"{ours.Known.Count} of {ours.Known.Count + ours.Known.Others}, p50 / p99 {ours.Known.P50} / {ours.Known.P99} ms",
                "knows none",
                "all",
                Report.Verdict(ours.Known.Count > 0 && ours.Known.Others == 0)),
            Report.Row(
                "memory, start → end of the storm, MiB",
                $"{ours.MemoryBefore} → {ours.MemoryAfter}",
                $"{stock.MemoryBefore} → {stock.MemoryAfter}",
                "flat",
                Report.Verdict(ours.MemoryAfter <= 1.2 * ours.MemoryBefore)),
            Report.Row(
                "time that the hypervisor took from the cores",
                $"{ours.StolenPercent} %",
                $"{stock.StolenPercent} %",
                "",
                ""));
    }

    private static async Task<Storm> MeasureAsync(Target target, int knownDevices, int seconds)
    {
        await using var owned = target;
        var duration = TimeSpan.FromSeconds(seconds);
        await SteadyLoad.RunAsync(ReadsPerSecond, TimeSpan.FromSeconds(5), 200, _ => target.ReadProfileAsync());
        var devices = await target.RememberDevicesAsync(knownDevices);
        var saturation = await Wrk.RunAsync(
            target, SaturatingConnections, WarmUpSeconds, pauseMilliseconds: 0, obeyRetryAfter: true);
        var capacity = saturation.OkPerSecond;
        await Task.Delay(TimeSpan.FromSeconds(SettlingSeconds));
        var alone = await SteadyLoad.RunAsync(ReadsPerSecond, TimeSpan.FromSeconds(20), 200, _ => target.ReadProfileAsync());

        // The connections pause between requests so that they offer ten times the capacity together. Those that wait for a hash
        // pause less often, so the rate is set a fifth higher.
        var pause = (int)(1000 * StormConnections / (1.2 * Overload * capacity));
        var storm = Wrk.RunAsync(target, StormConnections, seconds + 3, pause, obeyRetryAfter: false);
        await Task.Delay(TimeSpan.FromSeconds(2));
        var stolen = StolenTime.Begin();
        var memory = SampleMemoryAsync(target, seconds);
        var reads = SteadyLoad.RunAsync(ReadsPerSecond, duration, 200, _ => target.ReadProfileAsync());
        var refusals = SteadyLoad.RunAsync(ProbesPerSecond, duration, 503, target.SignInAsync);
        var known = devices.Count == 0
            ? Task.FromResult(new Latencies(0, 0, 0, 0, 0))
            : SteadyLoad.RunAsync(1, duration, 200, number => target.SignInAsync(number, devices));
        var samples = await memory;
        return new Storm(
            target.Name, capacity, await storm, alone, await reads, await refusals, await known, stolen.Percent(), samples,
            (long)samples.Take(10).Average(), (long)samples.TakeLast(10).Average());
    }

    /// <summary>Samples the resident memory once a second, in MiB.</summary>
    private static async Task<List<long>> SampleMemoryAsync(Target target, int seconds)
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
        Latencies Known,
        double StolenPercent,
        IReadOnlyList<long> Memory,
        long MemoryBefore,
        long MemoryAfter);
}
