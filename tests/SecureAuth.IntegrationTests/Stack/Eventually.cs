using System.Diagnostics;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>Waits for what others do, no longer than necessary and not forever.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public static Task IsTrueAsync(Func<bool> condition, string expected) =>
        IsTrueAsync(() => Task.FromResult(condition()), expected);

    public static async Task IsTrueAsync(Func<Task<bool>> condition, string expected, TimeSpan? patience = null)
    {
        var limit = patience ?? Patience;
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < limit, $"After {limit} it is still not true that {expected}.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken);
        }
    }
}
