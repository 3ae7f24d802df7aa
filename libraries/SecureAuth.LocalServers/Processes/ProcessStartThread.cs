using System.Collections.Concurrent;

namespace SecureAuth.LocalServers;

/// <summary>
/// The one thread that starts all child processes. The kernel sends the parent-death signal when the thread that forked ends,
/// not when its process does: a child that was started on a thread of the pool would be stopped as soon as the pool retires
/// that thread. This thread lives as long as our process.
/// </summary>
internal static class ProcessStartThread
{
    private static readonly BlockingCollection<Task> Queue = StartThread();

    public static async Task<T> RunAsync<T>(Func<T> start)
    {
        var task = new Task<T>(start);
        Queue.Add(task);
        return await task;
    }

    private static BlockingCollection<Task> StartThread()
    {
        var queue = new BlockingCollection<Task>();
        new Thread(() =>
        {
            foreach (var task in queue.GetConsumingEnumerable())
            {
                task.RunSynchronously(TaskScheduler.Default);
            }
        })
        {
            IsBackground = true,
            Name = "process start",
        }.Start();
        return queue;
    }
}
