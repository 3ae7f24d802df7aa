using System.Collections.Concurrent;

namespace SecureAuth.AppHost.Local.Servers;

/// <summary>
/// Starts every child process. The kernel ties a parent-death signal to the thread that forked, not to its process: a child
/// started from the thread pool would be stopped as soon as the pool retires that thread. This one lives as long as we do.
/// </summary>
internal static class StarterThread
{
    private static readonly BlockingCollection<Task> Starts = StartThread();

    public static async Task<T> RunAsync<T>(Func<T> start)
    {
        var task = new Task<T>(start);
        Starts.Add(task);
        return await task;
    }

    private static BlockingCollection<Task> StartThread()
    {
        var starts = new BlockingCollection<Task>();
        new Thread(() =>
        {
            foreach (var start in starts.GetConsumingEnumerable())
            {
                start.RunSynchronously(TaskScheduler.Default);
            }
        })
        {
            IsBackground = true,
            Name = "process starter",
        }.Start();
        return starts;
    }
}
