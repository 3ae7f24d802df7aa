using SecureAuth.Bench;

#if DEBUG
await Console.Error.WriteLineAsync("Debug build. Measure in Release: dotnet run -c Release --project bench/SecureAuth.Bench");
#endif
switch (args)
{
    case ["hashing"]:
        await HashingBench.RunAsync();
        return 0;

    case ["signin", ..]:
        await SignInBench.RunAsync(Seconds(args, 30));
        return 0;

    case ["storm", ..]:
        await StormBench.RunAsync(Seconds(args, 60));
        return 0;

    case ["requests", ..]:
        await RequestsBench.RunAsync(Seconds(args, 10));
        return 0;

    case ["start"]:
        await StartBench.RunAsync();
        return 0;

    case ["growth", ..]:
        await GrowthBench.RunAsync(Users(args));
        return 0;

    case ["sizes", ..]:
        await SizesBench.RunAsync(Users(args, 20_000));
        return 0;

    case ["secrecy", ..]:
        await SecrecyBench.RunAsync(Samples(args));
        return 0;

    default:
        await Console.Error.WriteLineAsync(
            "Usage: hashing | signin [seconds] | storm [seconds] | requests [seconds] | start | growth [users] | "
            + "sizes [users] | secrecy [samples]");
        return 2;
}

static int Seconds(string[] args, int defaultSeconds) =>
    args.Length > 1 && int.TryParse(args[1], out var seconds) && seconds is > 0 and <= 600 ? seconds : defaultSeconds;

static int Samples(string[] args) =>
    args.Length > 1 && int.TryParse(args[1], out var samples) && samples is >= 10 and <= 100_000 ? samples : 1000;

static int Users(string[] args, int defaultUsers = 1_000_000) =>
    args.Length > 1 && int.TryParse(args[1], out var users) && users is >= 1000 and <= 10_000_000 ? users : defaultUsers;
