using System.Globalization;
using System.Text.Json;
using SecureAuth.LocalServers;

namespace SecureAuth.Bench;

/// <summary>The numbers of requests by response.</summary>
internal sealed record Requests(int Ok, int Other, double Seconds)
{
    public double PerSecond => Ok / Seconds;
}

/// <summary>The numbers of sign-ins by response.</summary>
internal sealed record SignIns(int Ok, int Busy, int Other, int Timeouts, double Seconds)
{
    public double OkPerSecond => Ok / Seconds;

    public double OfferedPerSecond => (Ok + Busy + Other) / Seconds;
}

/// <summary>Runs wrk with our scripts: a closed loop of connections, each of which sends one request at a time.</summary>
internal static class Wrk
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>Signs in. The connections may pause between requests, and for longer after a refusal.</summary>
    public static Task<SignIns> RunAsync(
        Target target, int connections, int seconds, int pauseMilliseconds, bool obeyRetryAfter) => RunAsync<SignIns>(
            target,
            "sign-in.lua",
            connections,
            seconds,
            [target.SignInPath, Target.Password, Text(Target.Users), Text(pauseMilliseconds), obeyRetryAfter ? "1" : "0"]);

    public static Task<Requests> GetAsync(
        Target target, string path, int connections, int seconds, params IEnumerable<string> accessTokens) =>
        RunAsync<Requests>(target, "get.lua", connections, seconds, [path, .. accessTokens]);

    /// <param name="target">The server.</param>
    /// <param name="connections">The number of connections.</param>
    /// <param name="seconds">How long it takes.</param>
    /// <param name="refreshTokens">More tokens than connections. None of them can be used afterwards.</param>
    public static Task<Requests> RefreshAsync(
        Target target, int connections, int seconds, IEnumerable<string> refreshTokens) => RunAsync<Requests>(
            target, "refresh.lua", connections, seconds, [target.RefreshPath, target.RefreshTokenName, .. refreshTokens]);

    private static async Task<T> RunAsync<T>(
        Target target, string script, int connections, int seconds, string[] arguments)
    {
        var lines = new List<string>();
        var command = new Command("wrk",
        [
            "--threads", "1", "--connections", Text(connections), "--duration", Text(seconds) + "s", "--timeout", "60s",
            "--script", Path.Combine(AppContext.BaseDirectory, script), target.Address.OriginalString, "--", .. arguments,
        ]) { WorkingDirectory = AppContext.BaseDirectory };
        await ChildProcess.RunAsync(command, lines.Add, CancellationToken.None);
        var result = lines.Find(line => line.StartsWith("RESULT ", StringComparison.Ordinal))
            ?? throw new InvalidOperationException("wrk returned no result:\n" + string.Join('\n', lines));
        return JsonSerializer.Deserialize<T>(result["RESULT ".Length..], Options)!;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
