namespace SecureAuth.Core.Sessions.Feed;

/// <summary>
/// The latest revocations in memory, for all consumers that wait at this replica. A revocation wakes all of them, and one read of
/// PostgreSQL answers all of them.
/// </summary>
internal sealed class FeedTail(FeedReader reader, RevocationSignal signal, TimeProvider time)
{
    /// <summary>About 1 MB. A consumer that is further behind reads from PostgreSQL.</summary>
    private const int MaxEntries = 10_000;

    /// <summary>With the interval at which a consumer looks again, far below the second that a revocation may take.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();

    private FeedTailState? _state;
    private Task<FeedTailState>? _read;

    /// <summary>
    /// Returns the tail with all revocations that this process knew before the call, and all that had been committed up to
    /// <see cref="MaxAge"/> before the call.
    /// </summary>
    public async Task<FeedTailState> CurrentAsync()
    {
        // Taken before the read, because what happens while it runs may be missing in it.
        var (signals, calledAt) = (signal.Count, time.GetTimestamp());
        while (true)
        {
            Task<FeedTailState> read;
            lock (_lock)
            {
                if (_state is { } state
                    && state.Signals >= signals
                    && time.GetElapsedTime(state.ReadAt, calledAt) < MaxAge)
                {
                    return state;
                }

                // A read that began before the call may not be enough. A second one is.
                read = _read is { IsCompleted: false } running ? running : _read = ReadAsync(_state);
            }

            // If it fails, it fails for all that wait for it: each of them would otherwise wait for a timeout of its own.
            await read;
        }
    }

    private async Task<FeedTailState> ReadAsync(FeedTailState? last)
    {
        // The caller holds the lock, which this must not do for long.
        await Task.Yield();
        var (signals, readAt) = (signal.Count, time.GetTimestamp());
        var read = await reader.ReadAsync(last?.Seen ?? TransactionSnapshot.Empty);
        var next = last is not null && last.Server == read.Server && read.Last is null && last.Count < MaxEntries
            ? last.With(read, signals, readAt)
            : FeedTailState.StartAt(read, signals, readAt);
        lock (_lock)
        {
            return _state = next;
        }
    }
}
