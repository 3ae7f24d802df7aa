using System.Diagnostics;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Faults;

/// <summary>Measures the time to a response.</summary>
internal static class Timed
{
    public static async Task<(Answer Answer, TimeSpan Took)> RunAsync(Func<Task<Answer>> call)
    {
        var watch = Stopwatch.StartNew();
        var answer = await call();
        return (answer, watch.Elapsed);
    }
}
