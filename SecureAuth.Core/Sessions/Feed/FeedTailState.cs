namespace SecureAuth.Core.Sessions.Feed;

/// <summary>The revocations of the transactions between two snapshots.</summary>
internal sealed class FeedTailState
{
    private readonly TransactionSnapshot _start;
    private readonly Chunk? _newest;

    private FeedTailState(FeedRead read, TransactionSnapshot start, Chunk? newest, int count, long signals, long readAt)
    {
        _start = start;
        _newest = newest;
        (Server, Seen, Epoch, Count, Signals, ReadAt) = (read.Server, read.Seen, read.Epoch, count, signals, readAt);
    }

    public string Server { get; }

    /// <summary>The snapshot of the last read.</summary>
    public TransactionSnapshot Seen { get; }

    public DateTimeOffset Epoch { get; }

    public int Count { get; }

    /// <summary>How often the signal had been raised before the last read.</summary>
    public long Signals { get; }

    /// <summary>A timestamp from before the last read.</summary>
    public long ReadAt { get; }

    /// <summary>A tail that begins now.</summary>
    public static FeedTailState StartAt(FeedRead read, long signals, long readAt) =>
        new(read, read.Seen, newest: null, count: 0, signals, readAt);

    /// <summary>Adds a read that continues from <see cref="Seen"/>.</summary>
    public FeedTailState With(FeedRead read, long signals, long readAt)
    {
        var newest = read.Entries.Count == 0 ? _newest : new Chunk(read.Entries, read.Seen, _newest);
        return new FeedTailState(read, _start, newest, Count + read.Entries.Count, signals, readAt);
    }

    /// <summary>Returns what a consumer does not know yet, or null if it is further behind than the tail begins.</summary>
    public IReadOnlyList<FeedEntry>? After(TransactionSnapshot known)
    {
        var found = new List<FeedEntry>();
        for (var chunk = _newest; chunk is not null; chunk = chunk.Older)
        {
            if (known.Covers(chunk.End))
            {
                return found;
            }

            found.AddRange(chunk.Entries.Where(entry => !known.Contains(entry.Transaction)));
        }

        return known.Covers(_start) ? found : null;
    }

    /// <param name="Entries">What one read has found.</param>
    /// <param name="End">Its snapshot.</param>
    /// <param name="Older">The read before it that has found something.</param>
    private sealed record Chunk(IReadOnlyList<FeedEntry> Entries, TransactionSnapshot End, Chunk? Older);
}
