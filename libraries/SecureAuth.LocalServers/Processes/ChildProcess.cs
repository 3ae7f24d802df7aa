using System.Diagnostics;

namespace SecureAuth.LocalServers;

/// <summary>
/// A program that does not outlive our process. The caller stops it with <see cref="StopAsync"/> or <see cref="DisposeAsync"/>.
/// If our process is killed, the kernel stops it, on Linux only.
/// </summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(1);

    private readonly Process _process;
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _output;

    private ChildProcess(Process process, Action<string> log)
    {
        _process = process;
        _output = Task.WhenAll(ReadLinesAsync(process.StandardOutput, log), ReadLinesAsync(process.StandardError, log));
        process.Exited += (_, _) => _exited.TrySetResult(process.ExitCode);
        process.EnableRaisingEvents = true;
    }

    public int Id => _process.Id;

    /// <summary>Completes with the exit code when the process ends.</summary>
    public Task<int> Exited => _exited.Task;

    /// <param name="command">What to start.</param>
    /// <param name="log">
    /// Called for each line of standard output and standard error, from two threads at once. <see cref="DrainAsync"/> waits for
    /// the last lines.
    /// </param>
    /// <exception cref="System.ComponentModel.Win32Exception">The program was not found, or may not be executed.</exception>
    public static async Task<ChildProcess> StartAsync(Command command, Action<string> log)
    {
        var process = await StartProcessAsync(command);
        var child = new ChildProcess(process, log);
        if (!command.KeepsInputOpen)
        {
            await WriteInputAsync(process, command.Input);
        }

        return child;
    }

    /// <summary>Runs a program to its end and returns its exit code. Cancelling stops the program.</summary>
    /// <inheritdoc cref="StartAsync"/>
    public static async Task<int> RunAsync(Command command, Action<string> log, CancellationToken cancel)
    {
        await using var child = await StartAsync(command, log);
        var exitCode = await child.Exited.WaitAsync(cancel);
        await child.DrainAsync();
        return exitCode;
    }

    /// <summary>Runs a program to its end and returns its output. Cancelling kills the program.</summary>
    /// <inheritdoc cref="StartAsync"/>
    public static async Task<CapturedRun> CaptureAsync(Command command, CancellationToken cancel)
    {
        using var process = await StartProcessAsync(command);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancel);
            var error = process.StandardError.ReadToEndAsync(cancel);
            await WriteInputAsync(process, command.Input);
            await process.WaitForExitAsync(cancel);
            return new CapturedRun(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Writes a line to the standard input of a command that keeps it open.</summary>
    public Task TypeAsync(string line) => _process.StandardInput.WriteLineAsync(line);

    /// <summary>Suspends the process. Like a hanging one, it neither responds nor closes connections. Not on Windows.</summary>
    public void Pause() => Send(Signals.Stop);

    /// <summary>Lets a paused process continue.</summary>
    public void Resume() => Send(Signals.Continue);

    /// <summary>Ends the process at once, as a crash would, and waits until it has ended.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await Exited;
    }

    /// <summary>
    /// Sends SIGTERM, and kills the process with its descendants if it has not ended after the timeout. On Windows, which has no
    /// SIGTERM, it is killed at once. Returns when the process has ended.
    /// </summary>
    public async Task StopAsync(TimeSpan timeout)
    {
        if (!OperatingSystem.IsWindows() && !Exited.IsCompleted)
        {
            Send(Signals.Terminate);

            // A paused process would not get the signal otherwise.
            Resume();
            await Task.WhenAny(Exited, Task.Delay(timeout));
        }

        if (!Exited.IsCompleted)
        {
            _process.Kill(entireProcessTree: true);
            await Exited;
        }

        await DrainAsync();
    }

    /// <summary>Stops the process, with a timeout of ten seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(StopTimeout);
        _process.Dispose();
    }

    /// <summary>
    /// After the process has ended, waits until its last lines have been logged: one second at most, since a process that it
    /// started may hold its output open.
    /// </summary>
    public Task DrainAsync() => Task.WhenAny(_output, Task.Delay(DrainTimeout));

    private static Task<Process> StartProcessAsync(Command command)
    {
        var start = command.ToStartInfo();
        return ProcessStartThread.RunAsync(() => Process.Start(start)!);
    }

    private static async Task WriteInputAsync(Process process, string input)
    {
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading its input. Its exit code tells why.
        }
    }

    private static async Task ReadLinesAsync(StreamReader reader, Action<string> log)
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
            // The pipe was closed with the process.
        }
    }

    private void Send(int signal)
    {
        if (!Exited.IsCompleted)
        {
            Signals.Send(Id, signal);
        }
    }
}
