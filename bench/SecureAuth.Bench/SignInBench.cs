namespace SecureAuth.Bench;

/// <summary>Sign-ins a second at saturation, against what the processor could do and against stock Identity.</summary>
internal static class SignInBench
{
    private const int Connections = 50;
    private const int WarmUpSeconds = 10;
    private const double GoalOfHashes = 2.5;
    private const double GoalOfLanes = 0.9;

    public static async Task RunAsync(int seconds)
    {
        var hashSeconds = HashTimes.BCryptNetSeconds();
        var oneAtATime = Environment.ProcessorCount / hashSeconds;
        var lanes = HashTimes.LanesPerSecond();

        await using var stores = await Stores.StartAsync();
        var stock = await SaturateAsync(await stores.StartStockAsync(), seconds);
        var ours = await SaturateAsync(await stores.StartOursAsync(), seconds);

        var ofHashes = ours.OkPerSecond / oneAtATime;
        var ofLanes = ours.OkPerSecond / lanes;
        await Report.WriteAsync(
            "signin",
            new { Cores = Environment.ProcessorCount, hashSeconds, oneAtATime, lanes, ours, stock, ofHashes, ofLanes },
            "| sign-ins a second at saturation | rate | ratio | goal | |",
            "|---|---|---|---|---|",
            $"| SecureAuth | {ours.OkPerSecond:F1} | | | |",
            $"| MapIdentityApi, BCrypt.Net-Next 12 | {stock.OkPerSecond:F1} | {ours.OkPerSecond / stock.OkPerSecond:F2} | | |",
            $"| cores / one BCrypt.Net-Next hash ({1000 * hashSeconds:F0} ms) | {oneAtATime:F1} | {ofHashes:F2} | ≥ {GoalOfHashes} | {Report.Verdict(ofHashes >= GoalOfHashes)} |",
            $"| all cores hashing in four lanes, nothing else | {lanes:F1} | {ofLanes:F2} | ≥ {GoalOfLanes} | {Report.Verdict(ofLanes >= GoalOfLanes)} |");
    }

    private static async Task<SignIns> SaturateAsync(Target target, int seconds)
    {
        await using var owned = target;
        await Wrk.RunAsync(target, Connections, WarmUpSeconds, pauseMilliseconds: 0);
        return await Wrk.RunAsync(target, Connections, seconds, pauseMilliseconds: 0);
    }
}
