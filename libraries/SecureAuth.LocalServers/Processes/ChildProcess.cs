using System.Diagnostics;

namespace SecureAuth.AppHost.Local.Servers;

/// <summary>A program that ends before we do: by <see cref="StopAsync"/>, and by the kernel where we cannot say goodbye.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _output;

    private ChildProcess(Process process, Action<string> log)
    {
        _process = process;
        _output = Task.WhenAll(PumpAsync(process.StandardOutput, log), PumpAsync(process.StandardError, log));
        process.Exited += (_, _) => _exited.TrySetResult(process.ExitCode);
        process.EnableRaisingEvents = true;
    }

    public int Id => _process.Id;

    /// <summary>The exit code, once there is one.</summary>
    public Task<int> Exited => _exited.Task;

    public static async Task<ChildProcess> StartAsync(Launch launch, Action<string> log, string input = "")
    {
        var process = await StarterThread.RunAsync(() => Process.Start(launch.ToStartInfo())!);
        var child = new ChildProcess(process, log);
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading: its exit code says why.
        }

        return child;
    }

    /// <summary>Runs a program to its end; cancelling stops it first.</summary>
    public static async Task<int> RunAsync(Launch launch, Action<string> log, CancellationToken cancel, string input = "")
    {
        await using var child = await StartAsync(launch, log, input);
        var exitCode = await child.Exited.WaitAsync(cancel);
        await child.DrainAsync();
        return exitCode;
    }

    /// <summary>SIGTERM, patience, SIGKILL. Windows knows the last alone.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        if (!OperatingSystem.IsWindows() && !Exited.IsCompleted)
        {
            Signals.Send(Id, Signals.Terminate);
            await Task.WhenAny(Exited, Task.Delay(patience));
        }

        if (!Exited.IsCompleted)
        {
            _process.Kill(entireProcessTree: true);
            await Exited;
        }

        await DrainAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.FromSeconds(10));
        _process.Dispose();
    }

    /// <summary>Lets the last lines arrive; a grandchild that holds the pipe does not hold us.</summary>
    public Task DrainAsync() => Task.WhenAny(_output, Task.Delay(TimeSpan.FromSeconds(1)));

    private static async Task PumpAsync(StreamReader reader, Action<string> log)
    {
        try
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                log(line);
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The pipe went away with the process.
        }
    }
}
