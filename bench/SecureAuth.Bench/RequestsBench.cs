namespace SecureAuth.Bench;

/// <summary>
/// Profile reads, refreshes and the empty endpoint, at saturation and at a steady rate, next to stock ASP.NET Core Identity,
/// and what an exporter of telemetry costs.
/// </summary>
internal static class RequestsBench
{
    private const int Rounds = 3;
    private const int Connections = 32;
    private const int WarmUpSeconds = 15;
    private const int SteadySeconds = 20;
    private const int ReadsPerSecond = 200;
    private const double MinReads = 1.5;
    private const double MinRefreshes = 1.2;
    private const double MinEmpty = 0.9;
    private const double MinTracedReads = 0.85;
    private const double MaxReadCpu = 0.40;
    private const double MaxRefreshCpu = 0.60;

    public static async Task RunAsync(int seconds)
    {
        await using var stores = await Stores.StartAsync(durable: true);
        await using var collector = TelemetrySink.Start();
        await using var stock = await Contender.CreateAsync(await stores.StartStockAsync());
        await using var ours = await Contender.CreateAsync(await stores.StartOursAsync());
        await using var traced = await Contender.CreateAsync(await stores.StartTracedAsync(collector.Address));

        // The speed of a shared machine varies, so the servers take turns.
        Contender[] all = [stock, ours, traced];
        foreach (var contender in all)
        {
            await contender.RunRoundAsync(WarmUpSeconds);
            contender.Forget();
        }

        var stolen = StolenTime.Begin();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var contender in all)
            {
                await contender.RunRoundAsync(seconds);
            }
        }

        foreach (var contender in all)
        {
            await contender.RunSteadyAsync(ReadsPerSecond, TimeSpan.FromSeconds(SteadySeconds));
        }

        if (collector.Received == 0)
        {
            throw new InvalidOperationException("The exporter sent nothing, so its cost was not measured.");
        }

        await ReportAsync(stock.Results, ours.Results, traced.Results, stolen.Percent());
    }

    private static Task ReportAsync(Results stock, Results ours, Results traced, double stolen) => Report.WriteAsync(
        "requests",
        new { Cores = Environment.ProcessorCount, ours, traced, stock, stolen },
        Report.Row($"{Connections} connections", "SecureAuth", "… with an OTLP exporter", "MapIdentityApi", "goal", ""),
        Report.Separator(6),
        RatioRow("profile reads/s", stock, ours, traced, results => results.Reads, MinReads),
        CpuRow("… processor time of the server, ms", stock, ours, traced, results => results.Reads, MaxReadCpu),
        RatioRow("refreshes/s (stock writes nothing)", stock, ours, traced, results => results.Refreshes, MinRefreshes),
        CpuRow("… processor time of the server, ms", stock, ours, traced, results => results.Refreshes, MaxRefreshCpu),
        RatioRow("empty endpoint/s", stock, ours, traced, results => results.Empty, MinEmpty),
        Report.Row(
            "profile reads/s with an exporter / without",
            "",
            $"{traced.Reads.PerSecond / ours.Reads.PerSecond:F2}",
            "",
            $"≥ {MinTracedReads}",
            Report.Verdict(traced.Reads.PerSecond >= MinTracedReads * ours.Reads.PerSecond)),
        Report.Row(
            $"profile read at {ReadsPerSecond}/s, p50 / p99 ms",
            $"{ours.Steady!.P50} / {ours.Steady.P99}",
            $"{traced.Steady!.P50} / {traced.Steady.P99}",
            $"{stock.Steady!.P50} / {stock.Steady.P99}",
            "≤ MapIdentityApi",
            Report.Verdict(ours.Steady.P50 <= stock.Steady.P50 && ours.Steady.P99 <= stock.Steady.P99)),
        Report.Row("time that the hypervisor took from the cores", $"{stolen} %", "", "", "", ""));

    private static string RatioRow(
        string label, Results stock, Results ours, Results traced, Func<Results, Measured> of, double goal)
    {
        var ratio = of(ours).PerSecond / of(stock).PerSecond;
        return Report.Row(
            label,
            $"{of(ours).PerSecond:F0} ({ratio:F2} ×)",
            $"{of(traced).PerSecond:F0} ({of(traced).PerSecond / of(stock).PerSecond:F2} ×)",
            $"{of(stock).PerSecond:F0}",
            $"≥ {goal} ×",
            Report.Verdict(ratio >= goal));
    }

    private static string CpuRow(
        string label, Results stock, Results ours, Results traced, Func<Results, Measured> of, double goal) => Report.Row(
            label,
            $"{of(ours).CpuMilliseconds:F2}",
            $"{of(traced).CpuMilliseconds:F2}",
            $"{of(stock).CpuMilliseconds:F2}",
            $"≤ {goal:F2}",
            Report.Verdict(of(ours).CpuMilliseconds <= goal));

    /// <summary>The median of the rounds.</summary>
    private sealed record Measured(IReadOnlyList<Requests> Rounds, double PerSecond, double CpuMilliseconds);

    private sealed record Results(Measured Reads, Measured Refreshes, Measured Empty, Latencies? Steady);

    /// <summary>A server with sessions of its users, and what was measured with it.</summary>
    private sealed class Contender(Target target, IReadOnlyList<Session> readers) : IAsyncDisposable
    {
        private readonly Series _reads = new(target);
        private readonly Series _refreshes = new(target);
        private readonly Series _empty = new(target);
        private Latencies? _steady;

        public Results Results => new(_reads.Median(), _refreshes.Median(), _empty.Median(), _steady);

        public static async Task<Contender> CreateAsync(Target target) => new(target, await SignInAsync(target, Connections));

        public async Task RunRoundAsync(int seconds)
        {
            var access = readers.Select(session => session.Access);
            await _reads.AddAsync(() => Wrk.GetAsync(target, target.ProfilePath, Connections, seconds, access));

            var refresh = (await SignInAsync(target, Connections + 8)).Select(session => session.Refresh);
            await _refreshes.AddAsync(() => Wrk.RefreshAsync(target, Connections, seconds, refresh));
            await _empty.AddAsync(() => Wrk.GetAsync(target, target.EmptyPath, Connections, seconds / 2));
        }

        public void Forget()
        {
            _reads.Clear();
            _refreshes.Clear();
            _empty.Clear();
        }

        public async Task RunSteadyAsync(int perSecond, TimeSpan duration) =>
            _steady = await SteadyLoad.RunAsync(perSecond, duration, 200, _ => target.ReadProfileAsync());

        public ValueTask DisposeAsync() => target.DisposeAsync();

        private static async Task<IReadOnlyList<Session>> SignInAsync(Target target, int count)
        {
            var sessions = new List<Session>();
            foreach (var users in Enumerable.Range(1, count).Chunk(8))
            {
                sessions.AddRange(await Task.WhenAll(users.Select(user => target.SignInAsync($"user{user}"))));
            }

            return sessions;
        }
    }

    private sealed class Series(Target target)
    {
        private readonly List<(Requests Requests, double Cpu)> _rounds = [];

        public async Task AddAsync(Func<Task<Requests>> load)
        {
            var before = target.ProcessorTime;
            var requests = await load();
            if (requests.Other > 0)
            {
                await Console.Error.WriteLineAsync($"{target.Name}: {requests.Other} requests failed.");
            }

            _rounds.Add((requests, (target.ProcessorTime - before).TotalMilliseconds / Math.Max(1, requests.Ok)));
        }

        public void Clear() => _rounds.Clear();

        public Measured Median() => new(
            [.. _rounds.Select(round => round.Requests)],
            Medians.Of(_rounds.Select(round => round.Requests.PerSecond)),
            Medians.Of(_rounds.Select(round => round.Cpu)));
    }
}
