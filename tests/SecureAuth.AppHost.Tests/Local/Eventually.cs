using System.Diagnostics;

namespace SecureAuth.AppHost.Tests.Local;

/// <summary>Other processes take their time; this waits no longer than they need.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public static async Task IsTrueAsync(Func<bool> condition, Func<string> expected)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < Patience, "Still waiting for " + expected());
            await Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken);
        }
    }
}
