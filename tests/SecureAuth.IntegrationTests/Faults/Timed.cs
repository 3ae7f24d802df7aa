using System.Diagnostics;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Faults;

/// <summary>An answer, and how long it took to come.</summary>
internal static class Timed
{
    public static async Task<(Answer Answer, TimeSpan Took)> RunAsync(Func<Task<Answer>> call)
    {
        var watch = Stopwatch.StartNew();
        var answer = await call();
        return (answer, watch.Elapsed);
    }
}
