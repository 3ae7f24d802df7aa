namespace SecureAuth.IntegrationTests.Stack;

/// <summary>Callers that are released at the same moment.</summary>
internal static class Race
{
    public const int Callers = 50;

    /// <summary>A race that is lost one time in ten must not look won.</summary>
    public const int Rounds = 3;

    /// <summary>One client's calls at the same moment, spread evenly over the replicas.</summary>
    public static Task<IReadOnlyList<Response>> RunAsync(
        TestClient client, Func<TestClient, int, Task<Response>> call, params RunningApi[] replicas)
    {
        var clients = replicas.Select(client.Through).ToArray();
        return RunAsync(
            Enumerable.Range(0, Callers).Select(i => (Func<Task<Response>>)(() => call(clients[i % clients.Length], i))));
    }

    public static async Task<IReadOnlyList<T>> RunAsync<T>(IEnumerable<Func<Task<T>>> callers)
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = callers.Select(async caller =>
        {
            await go.Task;
            return await caller();
        }).ToList();
        go.SetResult();
        return await Task.WhenAll(running);
    }
}
