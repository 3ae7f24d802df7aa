namespace SecureAuth.Bench;

/// <summary>Sign-ins a second at saturation, against what the processor could do and against stock Identity.</summary>
internal static class SignInBench
{
    private const int Connections = 50;
    private const int WarmUpSeconds = 40;
    private const double GoalOfHashes = 2.5;
    private const double GoalOfLanes = 0.9;

    public static async Task RunAsync(int seconds)
    {
        var before = Ceilings.Measure();
        await using var stores = await Stores.StartAsync();
        var stock = await SaturateAsync(await stores.StartStockAsync(), seconds);
        var between = Ceilings.Measure();
        var ours = await SaturateAsync(await stores.StartOursAsync(), seconds);
        var after = Ceilings.Measure();

        // A shared machine changes its speed: each side is held against what was measured next to it.
        var ceilings = new Ceilings((between.Hashes + after.Hashes) / 2, (between.Lanes + after.Lanes) / 2);
        await Report.WriteAsync(
            "signin",
            new { Cores = Environment.ProcessorCount, before, between, after, ours, stock },
            "| sign-ins a second, 50 connections | clients wait as told | clients ask again at once | goal | |",
            "|---|---|---|---|---|",
            $"| SecureAuth | {ours.Patient.OkPerSecond:F1} | {ours.Impatient.OkPerSecond:F1} | | |",
            $"| … of cores / one BCrypt.Net-Next hash ({ceilings.Hashes:F1}) | {ours.Over(ceilings.Hashes)} | ≥ {GoalOfHashes} | {ours.Verdict(ceilings.Hashes, GoalOfHashes)} |",
            $"| … of all cores hashing in four lanes and nothing else ({ceilings.Lanes:F1}) | {ours.Over(ceilings.Lanes)} | ≥ {GoalOfLanes} | {ours.Verdict(ceilings.Lanes, GoalOfLanes)} |",
            $"| MapIdentityApi, BCrypt.Net-Next 12 (refuses nobody) | {stock.Patient.OkPerSecond:F1} | {stock.Impatient.OkPerSecond:F1} | | |",
            $"| … of cores / one BCrypt.Net-Next hash ({(before.Hashes + between.Hashes) / 2:F1}) | {stock.Over((before.Hashes + between.Hashes) / 2)} | | |");
    }

    private static async Task<Saturation> SaturateAsync(Target target, int seconds)
    {
        await using var owned = target;
        await Wrk.RunAsync(target, Connections, WarmUpSeconds, pauseMilliseconds: 0, obeys: true);
        var stolen = StolenTime.Begin();
        return new Saturation(
            await Wrk.RunAsync(target, Connections, seconds, pauseMilliseconds: 0, obeys: true),
            await Wrk.RunAsync(target, Connections, seconds, pauseMilliseconds: 0, obeys: false),
            stolen.Percent());
    }

    /// <summary>Hashes a second: one at a time on each core, and four at a time.</summary>
    private sealed record Ceilings(double Hashes, double Lanes)
    {
        public static Ceilings Measure() =>
            new(Environment.ProcessorCount / HashTimes.BCryptNetSeconds(), HashTimes.LanesPerSecond());
    }

    private sealed record Saturation(SignIns Patient, SignIns Impatient, double StolenPercent)
    {
        public string Over(double ceiling) => $"{Patient.OkPerSecond / ceiling:F2} | {Impatient.OkPerSecond / ceiling:F2}";

        public string Verdict(double ceiling, double goal) => Report.Verdict(Patient.OkPerSecond >= goal * ceiling);
    }
}
