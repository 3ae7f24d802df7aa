using SecureAuth.LocalServers;

namespace SecureAuth.Hosting;

/// <summary>A server or program that has been started, and is ready.</summary>
internal sealed class RunningResource(string name, string address, IAsyncDisposable handle, Task<int> exited) : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    public string Name { get; } = name;

    public string Address { get; } = address;

    public Task<int> Exited { get; } = exited;

    /// <summary>Starts a program and waits until it answers.</summary>
    /// <param name="name">The name of the resource.</param>
    /// <param name="command">What to start.</param>
    /// <param name="origin">Where it listens.</param>
    /// <param name="health">The path that has to succeed. Null means that any answer will do.</param>
    /// <param name="log">Receives its lines.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<RunningResource> StartAsync(
        string name, Command command, string origin, string? health, Action<string> log, CancellationToken cancel)
    {
        var process = await ChildProcess.StartAsync(command, log);
        var started = new RunningResource(name, origin, process, process.Exited);
        try
        {
            await started.WaitUntilReadyAsync(new Uri(origin + (health ?? "/")), mustSucceed: health is not null, cancel);
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => handle.DisposeAsync();

    private async Task WaitUntilReadyAsync(Uri url, bool mustSucceed, CancellationToken cancel)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timeout.CancelAfter(StartTimeout);
        try
        {
            while (!await AnswersAsync(client, url, mustSucceed, timeout.Token))
            {
                await Task.WhenAny(Exited, Task.Delay(PollInterval, timeout.Token));
                timeout.Token.ThrowIfCancellationRequested();
                if (Exited.IsCompleted)
                {
                    throw new CannotStartException(
                        $"{Name} exited during its start (exit code {await Exited}).", "See its lines above.");
                }
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new CannotStartException(
                $"{Name} is not ready after {StartTimeout.TotalSeconds:0} seconds ({url}).", "See its lines above.");
        }
    }

    private static async Task<bool> AnswersAsync(HttpClient client, Uri url, bool mustSucceed, CancellationToken cancel)
    {
        try
        {
            using var answer = await client.GetAsync(url, cancel);
            return answer.IsSuccessStatusCode || !mustSucceed;
        }
        catch (Exception error) when (error is HttpRequestException || !cancel.IsCancellationRequested)
        {
            return false;
        }
    }
}
