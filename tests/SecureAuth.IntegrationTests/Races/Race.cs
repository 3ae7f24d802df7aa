namespace SecureAuth.IntegrationTests.Races;

/// <summary>Callers that are let go at the same moment.</summary>
internal static class Race
{
    public const int Callers = 50;

    /// <summary>A race that is lost one time in ten must not look won.</summary>
    public const int Rounds = 3;

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
