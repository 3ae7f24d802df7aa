namespace SecureAuth.Client.AspNetCore;

/// <summary>
/// Remembers for a moment what the server has said about a token. Parallel requests with the same token share one call. The
/// moment begins before the call: what was true then is not used longer, however slow the answer was. Failures are remembered
/// too, so that an outage makes one call a second and a token, not one a request.
/// </summary>
internal sealed class IntrospectionCache(
    Func<string, Task<Introspection>> ask, TimeSpan lifetime, int size, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TokenHash, Entry> _entries = [];

    /// <summary>All entries live equally long, so they end in the order in which they were added.</summary>
    private readonly Queue<Entry> _order = new();

    public Task<Introspection> GetAsync(string token, CancellationToken cancellationToken)
    {
        var hash = TokenHash.Of(token);
        TaskCompletionSource<Introspection>? own = null;
        Task<Introspection> answer;
        lock (_gate)
        {
            RemoveEnded();
            if (_entries.TryGetValue(hash, out var known))
            {
                answer = known.Answer;
            }
            else
            {
                own = new TaskCompletionSource<Introspection>(TaskCreationOptions.RunContinuationsAsynchronously);
                answer = own.Task;
                Add(new Entry(hash, time.GetTimestamp(), answer));
            }
        }

        if (own is not null)
        {
            _ = AskAsync(token, own);
        }

        return answer.WaitAsync(cancellationToken);
    }

    /// <summary>The call belongs to no request: one that is aborted must not end it for the others.</summary>
    private async Task AskAsync(string token, TaskCompletionSource<Introspection> answer)
    {
        try
        {
            answer.SetResult(await ask(token));
        }
#pragma warning disable CA1031 // Every request that waits gets the exception.
        catch (Exception error)
#pragma warning restore CA1031
        {
            answer.SetException(error);
            _ = answer.Task.Exception;
        }
    }

    private void Add(Entry entry)
    {
        while (_order.Count >= size)
        {
            _entries.Remove(_order.Dequeue().Hash);
        }

        _entries.Add(entry.Hash, entry);
        _order.Enqueue(entry);
    }

    private void RemoveEnded()
    {
        while (_order.TryPeek(out var oldest) && time.GetElapsedTime(oldest.Begun) >= lifetime)
        {
            _entries.Remove(_order.Dequeue().Hash);
        }
    }

    private sealed class Entry(TokenHash hash, long begun, Task<Introspection> answer)
    {
        public TokenHash Hash => hash;

        public long Begun => begun;

        public Task<Introspection> Answer => answer;
    }
}
