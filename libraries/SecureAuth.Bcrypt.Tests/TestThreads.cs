namespace SecureAuth.Hashing.Tests;

/// <summary>Threads whose exceptions fail the test, and do not end the process.</summary>
internal static class TestThreads
{
    public static void Run(int count, Action<int> work) => Task.WaitAll([.. Enumerable.Range(0, count).Select(i =>
        Task.Factory.StartNew(() => work(i), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))]);
}
