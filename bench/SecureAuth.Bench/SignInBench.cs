namespace SecureAuth.Bench;

/// <summary>
/// Sign-ins per second at saturation, compared with the hashing rate of the processor and with the stock ASP.NET Core Identity
/// API.
/// </summary>
internal static class SignInBench
{
    private const int Connections = 50;
    private const int WarmUpSeconds = 40;
    private const double MinRatioToHashes = 2.5;
    private const double MinRatioToLanes = 0.9;

    public static async Task RunAsync(int seconds)
    {
        var before = Ceilings.Measure();
        await using var stores = await Stores.StartAsync();
        var stock = await SaturateAsync(await stores.StartStockAsync(), seconds);
        var between = Ceilings.Measure();
        var ours = await SaturateAsync(await stores.StartOursAsync(), seconds);
        var after = Ceilings.Measure();

        // The speed of a shared machine varies, so each server is compared with the rates measured just before and after it.
        var oursHashes = (between.Hashes + after.Hashes) / 2;
        var oursLanes = (between.Lanes + after.Lanes) / 2;
        var stockHashes = (before.Hashes + between.Hashes) / 2;
        await Report.WriteAsync(
            "signin",
            new { Cores = Environment.ProcessorCount, before, between, after, ours, stock },
            Report.Row(
                $"sign-ins per second, {Connections} connections",
                "clients obey `Retry-After`",
                "clients retry at once",
                "goal",
                ""),
            Report.Separator(5),
            ours.Row("SecureAuth"),
            ours.RatioRow($"… relative to cores / one BCrypt.Net-Next hash ({oursHashes:F1})", oursHashes, MinRatioToHashes),
            ours.RatioRow($"… relative to all cores only hashing in four lanes ({oursLanes:F1})", oursLanes, MinRatioToLanes),
            stock.Row("MapIdentityApi, BCrypt.Net-Next 12 (refuses no request)"),
            stock.RatioRow($"… relative to cores / one BCrypt.Net-Next hash ({stockHashes:F1})", stockHashes, goal: null));
    }

    private static async Task<Saturation> SaturateAsync(Target target, int seconds)
    {
        await using var owned = target;
        await Wrk.RunAsync(target, Connections, WarmUpSeconds, pauseMilliseconds: 0, obeyRetryAfter: true);
        var stolen = StolenTime.Begin();
        return new Saturation(
            await Wrk.RunAsync(target, Connections, seconds, pauseMilliseconds: 0, obeyRetryAfter: true),
            await Wrk.RunAsync(target, Connections, seconds, pauseMilliseconds: 0, obeyRetryAfter: false),
            stolen.Percent());
    }

    /// <summary>The hashes per second of all cores, with one hash at a time on each core and with four.</summary>
    private sealed record Ceilings(double Hashes, double Lanes)
    {
        public static Ceilings Measure() =>
            new(Environment.ProcessorCount / HashTimes.BCryptNetSeconds(), HashTimes.LanesPerSecond());
    }

    private sealed record Saturation(SignIns Patient, SignIns Impatient, double StolenPercent)
    {
        public string Row(string label) =>
            Report.Row(label, $"{Patient.OkPerSecond:F1}", $"{Impatient.OkPerSecond:F1}", "", "");

        public string RatioRow(string label, double ceiling, double? goal) => Report.Row(
            label,
            $"{Patient.OkPerSecond / ceiling:F2}",
            $"{Impatient.OkPerSecond / ceiling:F2}",
            goal is null ? "" : $"≥ {goal}",
            goal is null ? "" : Report.Verdict(Patient.OkPerSecond >= goal * ceiling));
    }
}
