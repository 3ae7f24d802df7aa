using System.Diagnostics;

namespace SecureAuth.AppHost.Tests.Local;

/// <summary>Waits for another process, no longer than necessary and not forever.</summary>
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
