using SecureAuth.LocalServers;

namespace SecureAuth.AppHost.Local;

/// <summary>A running API that has reported that it is healthy.</summary>
internal sealed class ApiProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    private readonly ChildProcess _process;

    private ApiProcess(ChildProcess process) => _process = process;

    public Task<int> Exited => _process.Exited;

    public static async Task<ApiProcess> StartAsync(
        DotnetPrograms programs, SystemSettings settings, ConsoleOutput output, CancellationToken cancel)
    {
        var command = programs.Api(settings.ForApi);
        var api = new ApiProcess(await ChildProcess.StartAsync(command, output.WriterFor("api")));
        try
        {
            await api.WaitUntilHealthyAsync(new Uri(settings.Origin + "/health"), cancel);
            return api;
        }
        catch
        {
            await api.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private async Task WaitUntilHealthyAsync(Uri health, CancellationToken cancel)
    {
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
                        $"The API exited during its start (exit code {await Exited}).", "See its last lines above.");
                }
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new CannotStartException(
                $"The API is not healthy after {StartTimeout.TotalSeconds:0} seconds ({health}).", "See its lines above.");
        }
    }

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
