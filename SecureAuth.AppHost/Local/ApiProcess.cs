using SecureAuth.LocalServers;

namespace SecureAuth.AppHost.Local;

/// <summary>A replica of the API that has been started.</summary>
internal sealed class ApiProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    private readonly Replica _replica;
    private readonly ChildProcess _process;

    private ApiProcess(Replica replica, ChildProcess process)
    {
        _replica = replica;
        _process = process;
    }

    /// <summary>The prefix of its log lines.</summary>
    public string Name => _replica.LogName;

    public Task<int> Exited => _process.Exited;

    public static async Task<ApiProcess> StartAsync(
        Replica replica, DotnetPrograms programs, SystemSettings settings, ConsoleOutput output)
    {
        var command = programs.Api(settings.ForApi(replica));
        return new ApiProcess(replica, await ChildProcess.StartAsync(command, output.WriterFor(replica.LogName)));
    }

    public async Task WaitUntilHealthyAsync(CancellationToken cancel)
    {
        var health = new Uri(_replica.Origin + "/health");
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timeout.CancelAfter(StartTimeout);
        try
        {
            while (!await IsHealthyAsync(client, health, timeout.Token))
            {
                await Task.WhenAny(Exited, Task.Delay(PollInterval, timeout.Token));
                timeout.Token.ThrowIfCancellationRequested();
                if (Exited.IsCompleted)
                {
                    await _process.DrainAsync();
                    throw new CannotStartException(
                        $"The process {Name} exited during its start (exit code {await Exited}).", "See its last lines above.");
                }
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new CannotStartException(
                $"The process {Name} is not healthy after {StartTimeout.TotalSeconds:0} seconds ({health}).",
                "See its lines above.");
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static async Task<bool> IsHealthyAsync(HttpClient client, Uri health, CancellationToken cancel)
    {
        try
        {
            using var answer = await client.GetAsync(health, cancel);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception error) when (error is HttpRequestException || !cancel.IsCancellationRequested)
        {
            // The API does not listen yet, or was too slow to respond.
            return false;
        }
    }
}
