using System.Diagnostics;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Faults;

/// <summary>Measures the time to a response.</summary>
internal static class Timed
{
    public static async Task<(Response Response, TimeSpan Took)> RunAsync(Func<Task<Response>> call)
    {
        var watch = Stopwatch.StartNew();
        var response = await call();
        return (response, watch.Elapsed);
    }
}
