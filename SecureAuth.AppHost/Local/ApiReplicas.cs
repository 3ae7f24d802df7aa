namespace SecureAuth.AppHost.Local;

/// <summary>The running replicas of the API. They share everything but their ports.</summary>
internal sealed class ApiReplicas : IAsyncDisposable
{
    private readonly List<ApiProcess> _processes = [];

    /// <summary>Completes with the first replica that exits.</summary>
    public async Task<ApiProcess> ExitedAsync()
    {
        await Task.WhenAny(_processes.Select(process => process.Exited));
        return _processes.Find(process => process.Exited.IsCompleted)!;
    }

    /// <summary>Starts all replicas at once and returns when each of them is healthy.</summary>
    public static async Task<ApiReplicas> StartAsync(
        IEnumerable<Replica> replicas,
        DotnetPrograms programs,
        SystemSettings settings,
        ConsoleOutput output,
        CancellationToken cancel)
    {
        var started = new ApiReplicas();
        try
        {
            foreach (var replica in replicas)
            {
                started._processes.Add(await ApiProcess.StartAsync(replica, programs, settings, output));
            }

            foreach (var process in started._processes)
            {
                await process.WaitUntilHealthyAsync(cancel);
            }

            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops the replicas one after the other, the last one first.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in Enumerable.Reverse(_processes))
        {
            await process.DisposeAsync();
        }
    }
}
