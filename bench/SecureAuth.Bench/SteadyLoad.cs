using System.Collections.Concurrent;
using System.Diagnostics;

namespace SecureAuth.Bench;

/// <summary>Latencies in milliseconds of the calls with the expected status. The other calls are only counted.</summary>
internal sealed record Latencies(int Count, double P50, double P99, double Longest, int Others);

/// <summary>
/// Makes calls at a constant rate without waiting for earlier ones (an open loop). Each call is timed from the moment when it was
/// due, so that a server that stalls is charged for all calls in that time.
/// </summary>
internal static class SteadyLoad
{
    public static async Task<Latencies> RunAsync(int perSecond, TimeSpan duration, int expected, Func<int, Task<int>> call)
    {
        var answers = new ConcurrentBag<(int Status, double Milliseconds)>();
        var watch = Stopwatch.StartNew();
        var calls = new List<Task>();
        for (var number = 0; watch.Elapsed < duration; number++)
        {
            var due = TimeSpan.FromSeconds((double)number / perSecond);
            var wait = due - watch.Elapsed;
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait);
            }

            calls.Add(CallAsync(number, due));
        }

        await Task.WhenAll(calls);
        var times = answers.Where(answer => answer.Status == expected).Select(answer => answer.Milliseconds).Order().ToList();
        return new Latencies(times.Count, At(times, 0.5), At(times, 0.99), At(times, 1), answers.Count - times.Count);

        async Task CallAsync(int number, TimeSpan due)
        {
            var status = 0;
            try
            {
                status = await call(number);
            }
            catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
            {
                // The call got no response. It is counted as one of the others.
            }

            answers.Add((status, (watch.Elapsed - due).TotalMilliseconds));
        }
    }

    private static double At(List<double> sorted, double share) =>
        sorted.Count == 0 ? 0 : Math.Round(sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))], 1);
}
