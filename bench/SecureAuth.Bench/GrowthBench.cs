using System.Diagnostics;

namespace SecureAuth.Bench;

/// <summary>
/// The same calls on a deployment with a thousand users and on one with many, in turn, one call at a time. Both are databases of
/// the same server.
/// </summary>
internal static class GrowthBench
{
    private const int FewUsers = 1000;
    private const int Rounds = 12;
    private const int Commands = 5;
    private const int Purges = 3;
    private const int PurgedRows = 2000;
    private const double MaxRatio = 1.2;
    private const string Api = "secureauth_api";
    private const string Operator = "secureauth_operator";

    public static async Task RunAsync(int users)
    {
        var statements = new StatementTimes();
        var settings = new Dictionary<string, string>(StatementTimes.ServerSettings) { ["shared_buffers"] = "1GB" };
        await using var stores = await Stores.StartAsync(settings: settings, log: statements.Read);
        await using var many = await GrowthSystem.StartAsync(stores, "many", users);
        await using var few = await GrowthSystem.StartAsync(stores, "few", FewUsers);

        var stolen = StolenTime.Begin();
        var memory = new List<(long Few, long Many)>();
        var measured = new List<Comparison>();
        await RequestAsync("sign-in (bcrypt work factor 4)", 40, system => system.SignInAsync());
        await RequestAsync("refresh", 40, system => system.RefreshAsync());
        await RequestAsync("profile", 40, system => system.ReadProfileAsync());
        await RequestAsync("list of sessions", 40, system => system.ListSessionsAsync());
        await RequestAsync("registration (bcrypt work factor 4)", 20, system => system.RegisterAsync());
        await RequestAsync("end all other sessions of a user", 15, system => system.EndSessionsAsync());
        await CommandAsync("users", "list", "--limit", "1000", "--output", "json");
        memory.Add((few.CommandMemory, many.CommandMemory));
        await CommandAsync("users", "list", "--locked");
        await CommandAsync("users", "list", "--disabled");
        await CommandAsync("users", "list", "--role", "admin");
        await CommandAsync("users", "list", "--role", "member");
        await CommandAsync("users", "show", "{user}");
        await CommandAsync("tokens", "revoke", "--user", "{user}", "--yes");
        await CommandAsync("tokens", "revoke", "--all", "--dry-run");
        await CommandAsync("tokens", "revoke", "--all", "--yes");
        var purges = new List<(Purge Few, Purge Many)>();
        while (purges.Count < Purges)
        {
            purges.Add((await PurgeAsync(few), await PurgeAsync(many)));
        }

        var (fewPurge, manyPurge) = (Purge.MedianOf(purges.Select(p => p.Few)), Purge.MedianOf(purges.Select(p => p.Many)));
        var raw = new
        {
            Cores = Environment.ProcessorCount,
            FewUsers,
            ManyUsers = users,
            StolenPercent = stolen.Percent(),
            Calls = measured,
            Purge = new { Few = fewPurge, Many = manyPurge },
            CommandMemory = new { memory[0].Few, memory[0].Many },
        };
        await Report.WriteAsync(
            "growth",
            raw,
            [
                Report.Row(
                    "ms", $"{FewUsers:N0} users", $"{users:N0} users", "ratio", $"≤ {MaxRatio}", "of that, PostgreSQL"),
                Report.Separator(6),
                .. measured.Select(comparison => comparison.Row()),
                Report.Row(
                    $"purge of {PurgedRows:N0} sessions / attempts", fewPurge.Text, manyPurge.Text,
                    $"{manyPurge.RatioTo(fewPurge):F2}", Report.Verdict(manyPurge.RatioTo(fewPurge) <= MaxRatio), "all"),
                Report.Row(
                    "memory of `users list --limit 1000`, MiB", $"{memory[0].Few}", $"{memory[0].Many}",
                    $"{(double)memory[0].Many / memory[0].Few:F2}", "", ""),
            ]);

        Task RequestAsync(string name, int calls, Func<GrowthSystem, Task> call) =>
            MeasureAsync(name, Api, Rounds, calls, call, Medians.Of);

        // The start of a process takes a second of processor time, so the fastest run is the least disturbed one.
        Task CommandAsync(params string[] arguments) => MeasureAsync(
            $"`secureauth {string.Join(' ', arguments)}`", Operator, Commands, 1, system => system.RunCommandAsync(arguments),
            Enumerable.Min);

        async Task MeasureAsync(
            string name,
            string role,
            int rounds,
            int calls,
            Func<GrowthSystem, Task> call,
            Func<IEnumerable<double>, double> typical)
        {
            await Console.Error.WriteLineAsync(name);
            var times = new Dictionary<GrowthSystem, Times> { [few] = new(), [many] = new() };
            for (var round = -1; round < rounds; round++)
            {
                GrowthSystem[] order = round % 2 == 0 ? [few, many] : [many, few];
                foreach (var system in order)
                {
                    await statements.TakeAsync(system.Database, role);
                    var milliseconds = await TimesOfAsync(calls, () => call(system));
                    var durations = await statements.TakeAsync(system.Database, role);

                    // The first round only warms up.
                    if (round >= 0)
                    {
                        times[system].Calls.AddRange(milliseconds);
                        times[system].Statements.AddRange(durations);
                    }
                }
            }

            measured.Add(new Comparison(name, times[few].ToResult(typical), times[many].ToResult(typical)));
        }

        async Task<Purge> PurgeAsync(GrowthSystem system)
        {
            await statements.TakeAsync(system.Database, Api);
            await system.PurgeAsync(PurgedRows);
            var durations = await statements.TakeAsync(system.Database, Api);
            return new Purge(TotalOf("-- purge sessions"), TotalOf("-- purge attempts"));

            double TotalOf(string statement) =>
                Math.Round(durations.Where(d => d.Statement == statement).Sum(d => d.Milliseconds), 1);
        }
    }

    private static async Task<List<double>> TimesOfAsync(int calls, Func<Task> call)
    {
        var milliseconds = new List<double>();
        for (var i = 0; i < calls; i++)
        {
            var watch = Stopwatch.StartNew();
            await call();
            milliseconds.Add(watch.Elapsed.TotalMilliseconds);
        }

        return milliseconds;
    }

    /// <summary>What was measured on one of the systems.</summary>
    private sealed class Times
    {
        public List<double> Calls { get; } = [];

        public List<StatementTimes.Duration> Statements { get; } = [];

        public Result ToResult(Func<IEnumerable<double>, double> typical)
        {
            double[] sorted = [.. Calls.Order().Select(ms => Math.Round(ms, 2))];
            return new Result(
                typical(sorted),
                StatementTimes.PerCall(Statements, sorted.Length),
                Statements.GroupBy(s => s.Statement).ToDictionary(
                    group => group.Key, group => StatementTimes.PerCall(group, sorted.Length)),
                [.. Enumerable.Range(0, 11).Select(tenth => sorted[Math.Min(sorted.Length - 1, sorted.Length * tenth / 10)])]);
        }
    }

    /// <param name="Typical">The median of the requests, or the fastest of the commands.</param>
    /// <param name="Postgres">The time of PostgreSQL's statements for a call.</param>
    /// <param name="Statements">The same by statement.</param>
    /// <param name="Deciles">The fastest call, the deciles and the slowest call.</param>
    private sealed record Result(
        double Typical, double Postgres, IReadOnlyDictionary<string, double> Statements, IReadOnlyList<double> Deciles);

    private sealed record Comparison(string Name, Result Few, Result Many)
    {
        public double Ratio => Math.Round(Many.Typical / Few.Typical, 2);

        public string Row() => Report.Row(
            Name, $"{Few.Typical:F1}", $"{Many.Typical:F1}", $"{Ratio:F2}", Report.Verdict(Ratio <= MaxRatio),
            $"{Few.Postgres:F2} → {Many.Postgres:F2} ({Many.Postgres / Few.Postgres:F2})");
    }

    /// <summary>The time of PostgreSQL for all batches.</summary>
    private sealed record Purge(double Sessions, double Attempts)
    {
        public string Text => $"{Sessions:F0} / {Attempts:F0}";

        public static Purge MedianOf(IEnumerable<Purge> purges) =>
            new(Medians.Of(purges.Select(p => p.Sessions)), Medians.Of(purges.Select(p => p.Attempts)));

        public double RatioTo(Purge other) => Math.Round((Sessions + Attempts) / (other.Sessions + other.Attempts), 2);
    }
}
