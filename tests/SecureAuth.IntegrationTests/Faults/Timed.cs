using System.Diagnostics;
using System.Net;
using SecureAuth.IntegrationTests.Races;
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

    /// <summary>Fails unless it is the contract's answer to a database that cannot be reached.</summary>
    public static void IsOutage(Answer answer)
    {
        Assert.True(answer.Code == "service_unavailable", answer.ToString());
        new[] { answer }.AreAll(HttpStatusCode.ServiceUnavailable);
        Assert.True(answer.RetryAfter >= 1);
    }
}
