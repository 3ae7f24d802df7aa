namespace SecureAuth.Client.AspNetCore;

/// <summary>
/// Limits how many calls are open at a time, so that a flood of tokens does not become a flood of connections. The others wait,
/// but no longer than a call may take.
/// </summary>
#pragma warning disable CA1001 // A semaphore whose wait handle nobody asks for has nothing to dispose of.
internal sealed class BoundedCalls(int limit, TimeSpan patience, TimeProvider time)
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _free = new(limit, limit);

    /// <exception cref="TimeoutException">No call has ended in time.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> call)
    {
        using var timeout = new CancellationTokenSource(patience, time);
        try
        {
            await _free.WaitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException("Too many calls to SecureAuth are open.");
        }

        try
        {
            return await call();
        }
        finally
        {
            _free.Release();
        }
    }
}
