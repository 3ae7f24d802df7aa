using System.Diagnostics;
using SecureAuth.LocalServers;

namespace SecureAuth.Bench;

/// <summary>
/// The start of the published programs with a database that exists: the time to the first successful response, the first sign-in
/// after it, and the memory of the idle process. The servers take turns.
/// </summary>
internal static class StartBench
{
    private const int Rounds = 7;
    private const double MaxSeconds = 1.2;
    private const double MaxSignInMilliseconds = 400;
    private const long MaxMemory = 120;

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);

    public static async Task RunAsync()
    {
        using var folder = TemporaryFolder.Create("secureauth-published-");
        await using var stores = await Stores.StartAsync();
        var ours = new Program(
            await PublishAsync("SecureAuth.Api", folder),
            Routes.Ours,
            "/health",
            (await stores.DeployAsync("ours")).Settings);
        var stock = new Program(
            await PublishAsync("bench/StockIdentity", folder), Routes.Stock, Routes.Stock.Empty, await stores.DeployStockAsync());

        await RegisterAsync(ours);
        await RegisterAsync(stock);
        var stolen = StolenTime.Begin();
        List<Start> ourStarts = [];
        List<Start> stockStarts = [];
        for (var round = 0; round < Rounds; round++)
        {
            ourStarts.Add(await MeasureAsync(ours));
            stockStarts.Add(await MeasureAsync(stock));
        }

        await ReportAsync(ourStarts, stockStarts, stolen.Percent());
    }

    private static Task ReportAsync(List<Start> ours, List<Start> stock, double stolen)
    {
        var (start, signIn, memory) =
            (Median(ours, s => s.Ready), Median(ours, s => s.FirstSignIn), Median(ours, s => s.Memory));
        return Report.WriteAsync(
            "start",
            new { Cores = Environment.ProcessorCount, ours, stock, stolen },
            Report.Row("published programs, median of " + Rounds, "SecureAuth", "MapIdentityApi", "goal", ""),
            Report.Separator(5),
            Report.Row(
                "start to the first response of `/alive` (theirs an empty endpoint), s",
                $"{Median(ours, s => s.Alive):F2}", $"{Median(stock, s => s.Alive):F2}", "", ""),
            Report.Row(
                "start to the first success of `/health`, s",
                $"{start:F2}", "", $"≤ {MaxSeconds}", Report.Verdict(start <= MaxSeconds)),
            Report.Row(
                "processor time until then, s",
                $"{Median(ours, s => s.Cpu):F2}", $"{Median(stock, s => s.Cpu):F2}", "", ""),
            Report.Row(
                "first sign-in, ms",
                $"{signIn:F0}", $"{Median(stock, s => s.FirstSignIn):F0}",
                $"≤ {MaxSignInMilliseconds}", Report.Verdict(signIn <= MaxSignInMilliseconds)),
            Report.Row(
                "second sign-in, ms",
                $"{Median(ours, s => s.SecondSignIn):F0}", $"{Median(stock, s => s.SecondSignIn):F0}", "", ""),
            Report.Row(
                $"resident memory {Idle.TotalSeconds} s later, MiB",
                $"{memory:F0}", $"{Median(stock, s => s.Memory):F0}", $"≤ {MaxMemory}", Report.Verdict(memory <= MaxMemory)),
            Report.Row(
                "… without the pages of program files, MiB",
                $"{Median(ours, s => s.PrivateMemory):F0}", $"{Median(stock, s => s.PrivateMemory):F0}", "", ""),
            Report.Row("time that the hypervisor took from the cores", $"{stolen} %", "", "", ""));
    }

    private static double Median(List<Start> starts, Func<Start, double> value) => Medians.Of(starts.Select(value));

    private static async Task<string> PublishAsync(string project, TemporaryFolder folder)
    {
        var output = folder.Subfolder(Path.GetFileName(project));
        var command = new Command("dotnet", ["publish", project, "--configuration", "Release", "--output", output])
        {
            WorkingDirectory = Repository.Programs.Repository,
        };
        var exitCode = await ChildProcess.RunAsync(command, _ => { }, CancellationToken.None);
        return exitCode == 0
            ? Path.Combine(output, Path.GetFileName(project))
            : throw new InvalidOperationException($"{project} could not be published.");
    }

    private static async Task RegisterAsync(Program program)
    {
        await using var target = await program.StartAsync();
        await target.WaitForAsync(program.Ready);
        await target.RegisterAsync();
    }

    private static async Task<Start> MeasureAsync(Program program)
    {
        var watch = Stopwatch.StartNew();
        await using var target = await program.StartAsync();
        await target.WaitForAsync(program.Routes.Empty);
        var alive = watch.Elapsed;
        await target.WaitForAsync(program.Ready);
        var ready = watch.Elapsed;
        var cpu = target.ProcessorTime;
        var first = await TimeSignInAsync(target);
        var second = await TimeSignInAsync(target);
        await Task.Delay(Idle);
        return new Start(
            alive.TotalSeconds,
            ready.TotalSeconds,
            cpu.TotalSeconds,
            first,
            second,
            (double)target.ResidentMemory / (1024 * 1024),
            (double)target.AnonymousMemory / (1024 * 1024));
    }

    private static async Task<double> TimeSignInAsync(Target target)
    {
        var watch = Stopwatch.StartNew();
        await target.SignInAsync("user0");
        return watch.Elapsed.TotalMilliseconds;
    }

    /// <summary>A published program with its settings.</summary>
    /// <param name="Path">The executable.</param>
    /// <param name="Routes">Where the server has what the benchmarks use.</param>
    /// <param name="Ready">The path that responds with a success when the server is ready.</param>
    /// <param name="Settings">Environment variables.</param>
    private sealed record Program(string Path, Routes Routes, string Ready, IReadOnlyDictionary<string, string> Settings)
    {
        public async Task<Target> StartAsync()
        {
            var address = Deployment.NewAddress();
            var command = new Command(Path)
            {
                WorkingDirectory = System.IO.Path.GetDirectoryName(Path)!,
                Variables = new Dictionary<string, string>(Settings) { ["ASPNETCORE_URLS"] = address.OriginalString },
            };
            return new Target(Path, address, await ChildProcess.StartAsync(command, _ => { }), Routes);
        }
    }

    private sealed record Start(
        double Alive, double Ready, double Cpu, double FirstSignIn, double SecondSignIn, double Memory, double PrivateMemory);
}
