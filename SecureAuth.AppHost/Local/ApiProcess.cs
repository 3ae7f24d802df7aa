using SecureAuth.LocalServers;

namespace SecureAuth.AppHost.Local;

/// <summary>The API, once it says that it is ready.</summary>
internal sealed class ApiProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(100);

    private readonly ChildProcess _process;

    private ApiProcess(ChildProcess process) => _process = process;

    public Task<int> Exited => _process.Exited;

    public static async Task<ApiProcess> StartAsync(
        DotnetPrograms programs, SystemSettings settings, ConsoleOutput output, CancellationToken cancel)
    {
        var command = programs.Api(settings.ForApi);
        var api = new ApiProcess(await ChildProcess.StartAsync(command, output.Named("api")));
        try
        {
            await api.BecomesHealthyAsync(new Uri(settings.Origin + "/health"), cancel);
            return api;
        }
        catch
        {
            await api.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private async Task BecomesHealthyAsync(Uri health, CancellationToken cancel)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            while (!await IsHealthyAsync(client, health, patience.Token))
            {
                await Task.WhenAny(Exited, Task.Delay(AskEvery, patience.Token));
                patience.Token.ThrowIfCancellationRequested();
                if (Exited.IsCompleted)
                {
                    await _process.DrainAsync();
                    throw new CannotStartException(
                        $"The API has ended during its start (exit code {await Exited}).", "Its last lines above say why.");
                }
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new CannotStartException(
                $"The API is not healthy after {Patience.TotalSeconds:0} seconds ({health}).", "Its lines above say why.");
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
            // Not listening yet, or too slow: ask again.
            return false;
        }
    }
}
