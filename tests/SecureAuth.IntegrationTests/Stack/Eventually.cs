using System.Diagnostics;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>Another process takes its time; this waits no longer than it needs, and not for ever.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Task IsTrueAsync(Func<bool> condition, string expected) =>
        IsTrueAsync(() => Task.FromResult(condition()), expected, Patience);

    public static async Task IsTrueAsync(Func<Task<bool>> condition, string expected, TimeSpan patience)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < patience, $"Still not after {patience}: {expected}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken);
        }
    }
}
