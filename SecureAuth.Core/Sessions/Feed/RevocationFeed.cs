namespace SecureAuth.Core.Sessions.Feed;

/// <summary>
/// Tells services that verify access tokens on their own which sessions have ended. A waiting consumer holds no connection to
/// PostgreSQL, and learns of a revocation as this process does: from its own, from a message through Redis, or from the copier.
/// </summary>
public sealed class RevocationFeed
{
    /// <summary>
    /// A waiting consumer looks this often even if nothing wakes it. It bounds the time that a revocation takes if neither Redis
    /// nor the copier works, and ends the wait soon after PostgreSQL is lost.
    /// </summary>
    private static readonly TimeSpan Recheck = TimeSpan.FromMilliseconds(500);

    private readonly FeedReader _reader;
    private readonly FeedTail _tail;
    private readonly RevocationSignal _signal;
    private readonly TimeProvider _time;

    internal RevocationFeed(FeedReader reader, RevocationSignal signal, TimeProvider time)
    {
        _reader = reader;
        _tail = new FeedTail(reader, signal, time);
        _signal = signal;
        _time = time;
    }

    /// <summary>Returns what came after a cursor, at once if there is something and else when there is something.</summary>
    /// <param name="since">The cursor, or anything else for a new list.</param>
    /// <param name="wait">How long to wait for something to come.</param>
    /// <param name="ended">Ends the wait early. The result then is what there is.</param>
    public async Task<FeedPage> PollAsync(string? since, TimeSpan wait, CancellationToken ended)
    {
        var startedAt = _time.GetTimestamp();
        var cursor = FeedCursor.Parse(since);
        while (true)
        {
            var next = _signal.Next;
            var page = await ReadAsync(cursor);
            var left = wait - _time.GetElapsedTime(startedAt);
            if (HasNews(page, cursor) || left <= TimeSpan.Zero || ended.IsCancellationRequested)
            {
                return page;
            }

            await next.WaitAsync(left < Recheck ? left : Recheck, _time, ended)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The lowest id of a session that has not been ended by an epoch.</summary>
    public static Guid FirstSessionAfter(DateTimeOffset epoch) => SessionId.FirstAfter(epoch);

    private static bool HasNews(FeedPage page, FeedCursor? cursor) =>
        page.IsReset || page.Entries.Count > 0 || cursor?.Rest is not null
        || page.Epoch.ToUnixTimeMilliseconds() > cursor?.Epoch;

    private async Task<FeedPage> ReadAsync(FeedCursor? cursor)
    {
        if (cursor is { Rest: null })
        {
            var tail = await _tail.CurrentAsync();
            if (tail.Server == cursor.Server && tail.After(cursor.Seen) is { } entries)
            {
                // A replica that has read later may have issued the cursor.
                var seen = tail.Seen.Covers(cursor.Seen) ? tail.Seen : cursor.Seen;
                return ToPage(cursor with { Seen = seen }, tail.Epoch, entries, isReset: false);
            }
        }

        return await ReadPageAsync(cursor);
    }

    private async Task<FeedPage> ReadPageAsync(FeedCursor? cursor)
    {
        var since = cursor is null ? TransactionSnapshot.Empty : cursor.Rest?.Since ?? cursor.Seen;
        var read = await _reader.ReadAsync(since, cursor?.Rest?.Before);
        if (cursor is not null && cursor.Server != read.Server)
        {
            return await ReadPageAsync(cursor: null);
        }

        // Only the first page knows what the whole list contains: later pages see more, but not in what has been read before.
        var seen = cursor?.Rest is null ? read.Seen : cursor.Seen;
        var rest = read.Last is { } last ? new FeedRest(since.Shortened(), last) : null;
        return ToPage(
            new FeedCursor(read.Server, cursor?.Epoch ?? 0, seen, rest), read.Epoch, read.Entries, isReset: cursor is null);
    }

    /// <summary>An epoch is never moved back, but a read may be older than the one that a consumer knows.</summary>
    private static FeedPage ToPage(FeedCursor cursor, DateTimeOffset epoch, IReadOnlyList<FeedEntry> entries, bool isReset)
    {
        var milliseconds = Math.Max(cursor.Epoch, epoch.ToUnixTimeMilliseconds());
        var next = cursor with { Epoch = milliseconds, Seen = cursor.Seen.Shortened() };
        return new FeedPage(
            next.Encode(), isReset, next.Rest is not null, DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), entries);
    }
}
