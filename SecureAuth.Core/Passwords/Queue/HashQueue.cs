using Microsoft.Extensions.Options;
using SecureAuth.Core.Passwords.Hashing;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Passwords.Queue;

/// <summary>
/// The way to a hash: a few threads of their own, each of which takes as many waiting passwords at once as its engine has
/// lanes, and a queue bounded by the time that it means to wait. bcrypt on the thread pool would starve every other request;
/// without a bound, a burst of sign-ins would be answered when nobody waits any more.
/// </summary>
public sealed class HashQueue : IDisposable
{
    private static readonly TimeSpan ShortestRetry = TimeSpan.FromSeconds(1);

    private readonly object _lock = new();
    private readonly LinkedList<HashJob> _waiting = new();
    private readonly QueueShares _shares = new();
    private readonly RefusalThrottle _pace;
    private readonly BcryptSha256 _bcrypt;
    private readonly AuthMeter _meter;
    private readonly TimeProvider _time;
    private readonly TimeSpan _maximumWait;

    /// <summary>How many hashes can be under way at once.</summary>
    private readonly int _lanes;

    /// <summary>Passwords being hashed; who waits or keeps a place is counted by the shares.</summary>
    private int _running;
    private TimeSpan _meanBatch;
    private bool _closed;

    public HashQueue(BcryptSha256 bcrypt, AuthMeter meter, TimeProvider time, IOptions<PasswordOptions> options)
        : this(bcrypt, bcrypt.NewEngine, meter, time, options.Value)
    {
    }

    internal HashQueue(
        BcryptSha256 bcrypt, Func<BcryptEngine> newEngine, AuthMeter meter, TimeProvider time, PasswordOptions options)
    {
        _bcrypt = bcrypt;
        _meter = meter;
        _time = time;
        _pace = new RefusalThrottle(time);
        _maximumWait = options.MaximumWait;
        _meanBatch = GuessOf(options.BcryptWorkFactor);

        var workers = options.Workers > 0 ? options.Workers : Environment.ProcessorCount;
        for (var i = 0; i < workers; i++)
        {
            var engine = newEngine();
            _lanes += engine.Lanes;
            LowPriorityThread.Start("password hash", () => Work(engine));
        }
    }

    /// <summary>When a caller that found no room may come back: once all that is held now should be done, at least a second.</summary>
    internal TimeSpan RetryAfter
    {
        get
        {
            lock (_lock)
            {
                var wait = _meanBatch * (((_shares.All + _running) / _lanes) + 1);
                return wait > ShortestRetry ? wait : ShortestRetry;
            }
        }
    }

    /// <summary>Until the first batch has been timed: a third of a second at work factor 12.</summary>
    internal static TimeSpan GuessOf(int workFactor) => TimeSpan.FromSeconds(0.33) * Math.Pow(2, workFactor - 12);

    /// <summary>
    /// Whether a caller that asked for a place now would get one. A storm's refusals cost nothing more when this is asked
    /// before any store is: what they cost is missing from the hashes.
    /// </summary>
    public bool HasRoom(HashCaller claimant)
    {
        lock (_lock)
        {
            return WhyNot(claimant) is not { } reason || Refuse(reason);
        }
    }

    /// <summary>
    /// Takes a place before anything else is done for the caller; null: it would have to wait too long, or holds its share
    /// already.
    /// </summary>
    public QueueSlot? TryReserve(HashCaller claimant)
    {
        lock (_lock)
        {
            if (WhyNot(claimant) is { } reason)
            {
                Refuse(reason);
                return null;
            }

            _shares.Take(claimant);
            _meter.PasswordsQueued(1);
            return new QueueSlot(this, _bcrypt, claimant);
        }
    }

    /// <summary>For a caller that found no room: holds it for a moment if refusals come thick.</summary>
    /// <returns>After how long it may come back.</returns>
    /// <exception cref="OperationCanceledException">It has gone away already.</exception>
    public async Task<TimeSpan> RejectAsync(CancellationToken ct)
    {
        TimeSpan hold;
        lock (_lock)
        {
            hold = _pace.Next();
        }

        await Task.Delay(hold, _time, ct);
        return RetryAfter;
    }

    public void Dispose()
    {
        List<HashJob> abandoned;
        lock (_lock)
        {
            _closed = true;
            abandoned = [.. _waiting];
            _waiting.Clear();
            Monitor.PulseAll(_lock);
        }

        abandoned.ForEach(job => job.Cancel(CancellationToken.None));
    }

    internal void Leave(HashCaller claimant)
    {
        lock (_lock)
        {
            Free(claimant);
        }
    }

    internal async Task<T> RunAsync<T>(PasswordWork<T> work, HashCaller claimant, CancellationToken ct)
    {
        var job = new HashJob<T>(work, claimant, _time.GetTimestamp());
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            _waiting.AddLast(job.Node);
            Monitor.Pulse(_lock);
        }

        await using var registration = ct.UnsafeRegister(_ => Withdraw(job, ct), null);
        return await job.Task;
    }

    /// <summary>Why there is no place for the caller; null if there is one.</summary>
    private QueueRefusal? WhyNot(HashCaller claimant)
    {
        var room = Capacity() - _shares.All;
        if (_closed || room <= 0)
        {
            return QueueRefusal.Full;
        }

        return _shares.Allow(claimant, room) ? null : QueueRefusal.Share;
    }

    private bool Refuse(QueueRefusal reason)
    {
        _meter.PasswordRefused(reason);
        return false;
    }

    /// <summary>How many may be queued so that the last of them waits no longer than it may.</summary>
    private int Capacity() => (int)Math.Clamp(_maximumWait / _meanBatch * _lanes, 1, 100_000);

    private void Free(HashCaller claimant)
    {
        _shares.Return(claimant);
        _meter.PasswordsQueued(-1);
    }

    /// <summary>A caller that has gone away costs no hash, unless a thread has begun.</summary>
    private void Withdraw(HashJob job, CancellationToken ct)
    {
        lock (_lock)
        {
            if (job.Node.List is null)
            {
                return;
            }

            _waiting.Remove(job.Node);
            Free(job.Claimant);
        }

        job.Cancel(ct);
    }

    private void Work(BcryptEngine engine)
    {
        while (TakeBatch(engine.Lanes) is { } batch)
        {
            var started = _time.GetTimestamp();
            batch.ForEach(job => _meter.PasswordWaited(_time.GetElapsedTime(job.QueuedAt, started)));
            var error = Digest(engine, batch);
            var duration = _time.GetElapsedTime(started);
            _meter.PasswordBatch(batch.Count);
            Finish(batch.Count, duration);
            foreach (var job in batch)
            {
                _meter.PasswordHashed(duration, job.Operation);
                Tell(job, error);
            }
        }
    }

    /// <summary>What waits, up to the number of lanes, without waiting for more. Null: the gate has been closed.</summary>
    private List<HashJob>? TakeBatch(int lanes)
    {
        lock (_lock)
        {
            while (_waiting.Count == 0 && !_closed)
            {
                Monitor.Wait(_lock);
            }

            if (_waiting.First is not { } first)
            {
                return null;
            }

            // Lanes end together, so passwords of one cost go together: nobody waits for a stranger's costlier hash.
            var cost = first.Value.Input.LeastWorkFactor;
            List<HashJob> batch = [.. _waiting.Where(job => job.Input.LeastWorkFactor == cost).Take(lanes)];
            foreach (var job in batch)
            {
                _waiting.Remove(job.Node);
                Free(job.Claimant);
            }

            _running += batch.Count;
            return batch;
        }
    }

    private static Exception? Digest(BcryptEngine engine, List<HashJob> batch)
    {
        try
        {
            engine.Digest([.. batch.Select(job => job.Input)]);
            return null;
        }
#pragma warning disable CA1031 // Whatever went wrong is the callers' to see; the thread goes on.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return error;
        }
    }

    /// <summary>The places are free before the callers are told.</summary>
    private void Finish(int hashes, TimeSpan duration)
    {
        lock (_lock)
        {
            _running -= hashes;
            _meanBatch += (duration - _meanBatch) / 8;
        }
    }

    private static void Tell(HashJob job, Exception? error)
    {
        if (error is null)
        {
            job.Complete();
        }
        else
        {
            job.Fail(error);
        }
    }
}
