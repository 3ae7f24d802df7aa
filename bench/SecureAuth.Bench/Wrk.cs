using System.Globalization;
using System.Text.Json;
using SecureAuth.LocalServers;

namespace SecureAuth.Bench;

/// <summary>The numbers of sign-ins by response.</summary>
internal sealed record SignIns(int Ok, int Busy, int Other, int Timeouts, double Seconds)
{
    public double OkPerSecond => Ok / Seconds;

    public double OfferedPerSecond => (Ok + Busy + Other) / Seconds;
}

/// <summary>
/// Runs wrk with our script: a closed loop of connections that may pause between requests, and for longer after a refusal.
/// </summary>
internal static class Wrk
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static async Task<SignIns> RunAsync(
        Target target, int connections, int seconds, int pauseMilliseconds, bool obeyRetryAfter)
    {
        var lines = new List<string>();
        var command = new Command("wrk",
        [
            "--threads", "1", "--connections", Text(connections), "--duration", Text(seconds) + "s", "--timeout", "60s",
            "--script", Path.Combine(AppContext.BaseDirectory, "sign-in.lua"), target.Address.OriginalString, "--",
            target.SignInPath, Target.Password, Text(Target.Users), Text(pauseMilliseconds), obeyRetryAfter ? "1" : "0",
        ]) { WorkingDirectory = AppContext.BaseDirectory };
        await ChildProcess.RunAsync(command, lines.Add, CancellationToken.None);
        var result = lines.Find(line => line.StartsWith("RESULT ", StringComparison.Ordinal))
            ?? throw new InvalidOperationException("wrk returned no result:\n" + string.Join('\n', lines));
        return JsonSerializer.Deserialize<SignIns>(result["RESULT ".Length..], Options)!;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
