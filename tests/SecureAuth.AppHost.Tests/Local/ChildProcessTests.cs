using SecureAuth.LocalServers;

namespace SecureAuth.AppHost.Tests.Local;

public sealed class ChildProcessTests
{
    [Fact]
    public async Task A_child_outlives_the_thread_that_asked_for_it()
    {
        ChildProcess? child = null;
        var sleep = new Command("sleep", "600");
        var thread = new Thread(() => child = ChildProcess.StartAsync(sleep, _ => { }).GetAwaiter().GetResult());
        thread.Start();
        thread.Join();
        await using var started = child!;

        // The kernel sends the signal while the thread ends, so the exit of a later process comes after it.
        await ChildProcess.RunAsync(new Command("true"), _ => { }, TestContext.Current.CancellationToken);

        Assert.False(started.Exited.IsCompleted);
        Assert.Contains("sleep", await CommandOfAsync(started.Id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_program_starts_for_a_parent_that_has_exited()
    {
        var start = new Command("echo", "started").ToStartInfo();
        start.ArgumentList[^3] = "1";
        using var process = System.Diagnostics.Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("", output);
        Assert.Equal(1, process.ExitCode);
    }

    [Fact]
    public async Task A_child_that_ignores_the_signal_is_killed()
    {
        var ready = new TaskCompletionSource();
        var child = await ChildProcess.StartAsync(
            new Command("/bin/sh", "-c", "trap '' TERM; echo ready; while :; do sleep 1; done"), _ => ready.TrySetResult());
        await ready.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        await child.StopAsync(TimeSpan.FromMilliseconds(50));

        Assert.True(child.Exited.IsCompleted);
    }

    private static Task<string> CommandOfAsync(int id) =>
        File.ReadAllTextAsync($"/proc/{id}/cmdline", TestContext.Current.CancellationToken);
}
