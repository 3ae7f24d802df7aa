using Microsoft.Extensions.Options;
using SecureAuth.Core.Passwords.Hashing;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Passwords.Queue;

/// <summary>
/// Hashes passwords on a few dedicated threads. Each thread takes as many passwords at once as its engine has lanes. The queue is
/// bounded by the estimated wait. On the thread pool, bcrypt would starve all other requests. Without a bound, the answers to a
/// burst of sign-ins would come after their clients have timed out.
/// </summary>
public sealed class HashQueue : IDisposable
{
    private static readonly TimeSpan MinRetryAfter = TimeSpan.FromSeconds(1);

    private readonly object _lock = new();
    private readonly LinkedList<QueuedJob> _waiting = new();
    private readonly QueueShares _shares = new();
    private readonly RefusalThrottle _throttle;
    private readonly BcryptSha256 _bcrypt;
    private readonly AuthMeter _meter;
    private readonly TimeProvider _time;
    private readonly TimeSpan _maximumWait;

    /// <summary>The number of hashes that all threads together compute at once.</summary>
    private readonly int _lanes;

    /// <summary>The number of passwords being hashed. Reserved slots and waiting jobs are counted by the shares.</summary>
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
        _throttle = new RefusalThrottle(time);
        _maximumWait = options.MaximumWait;
        _meanBatch = EstimateFor(options.BcryptWorkFactor);

        var workers = options.Workers > 0 ? options.Workers : Environment.ProcessorCount;
        for (var i = 0; i < workers; i++)
        {
            var engine = newEngine();
            _lanes += engine.Lanes;
            LowPriorityThread.Start("password hash", () => RunWorker(engine));
        }
    }

    /// <summary>
    /// The time after which a refused caller should retry. It is the estimated time until all current slots are free, with a
    /// minimum of one second.
    /// </summary>
    internal TimeSpan RetryAfter
    {
        get
        {
            lock (_lock)
            {
                var wait = _meanBatch * (((_shares.All + _running) / _lanes) + 1);
                return wait > MinRetryAfter ? wait : MinRetryAfter;
            }
        }
    }

    /// <summary>The initial estimate of the duration of a batch, based on a third of a second at work factor 12.</summary>
    internal static TimeSpan EstimateFor(int workFactor) => TimeSpan.FromSeconds(0.33) * Math.Pow(2, workFactor - 12);

    /// <summary>
    /// Whether the caller could currently reserve a slot. Checking this before any store is queried keeps refusals cheap under
    /// overload, when every cost of a refusal slows down the hashes.
    /// </summary>
    public bool HasRoom(HashCaller caller)
    {
        lock (_lock)
        {
            if (RefusalFor(caller) is not { } reason)
            {
                return true;
            }

            _meter.PasswordRefused(reason);
            return false;
        }
    }

    /// <summary>
    /// Reserves a slot, before any other work is done for the caller. Returns null if the caller would have to wait too long or
    /// already uses its share.
    /// </summary>
    public QueueSlot? TryReserve(HashCaller caller)
    {
        lock (_lock)
        {
            if (RefusalFor(caller) is { } reason)
            {
                _meter.PasswordRefused(reason);
                return null;
            }

            _shares.Take(caller);
            _meter.PasswordsQueued(1);
            return new QueueSlot(this, _bcrypt, caller);
        }
    }

    /// <summary>Delays the response to a refused caller for a moment if there are many refusals.</summary>
    /// <returns>The time after which the caller should retry.</returns>
    /// <exception cref="OperationCanceledException">The caller has disconnected.</exception>
    public async Task<TimeSpan> RejectAsync(CancellationToken ct)
    {
        TimeSpan delay;
        lock (_lock)
        {
            delay = _throttle.NextDelay();
        }

        await Task.Delay(delay, _time, ct);
        return RetryAfter;
    }

    public void Dispose()
    {
        List<QueuedJob> abandoned;
        lock (_lock)
        {
            _closed = true;
            abandoned = [.. _waiting];
            _waiting.Clear();
            Monitor.PulseAll(_lock);
        }

        abandoned.ForEach(queued => queued.Job.Cancel(CancellationToken.None));
    }

    internal void Release(HashCaller caller)
    {
        lock (_lock)
        {
            ReturnSlot(caller);
        }
    }

    internal async Task<T> RunAsync<T>(HashJob<T> job, HashCaller caller, CancellationToken ct)
    {
        using var span = HashSpan.Start();
        var node = new LinkedListNode<QueuedJob>(new QueuedJob(job, caller, _time.GetTimestamp()));
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            _waiting.AddLast(node);
            Monitor.Pulse(_lock);
        }

        await using var registration = ct.UnsafeRegister(_ => Withdraw(node, ct), null);
        try
        {
            return await job.Task;
        }
        finally
        {
            HashSpan.Describe(span, node.Value, _time);
        }
    }

    /// <summary>Returns the reason to refuse a slot to the caller, or null if a slot is available.</summary>
    private QueueRefusal? RefusalFor(HashCaller caller)
    {
        var free = Capacity() - _shares.All;
        if (_closed || free <= 0)
        {
            return QueueRefusal.Full;
        }

        return _shares.Allow(caller, free) ? null : QueueRefusal.Share;
    }

    /// <summary>The number of slots for which the last caller waits no longer than the maximum wait.</summary>
    private int Capacity() => (int)Math.Clamp(_maximumWait / _meanBatch * _lanes, 1, 100_000);

    private void ReturnSlot(HashCaller caller)
    {
        _shares.Return(caller);
        _meter.PasswordsQueued(-1);
    }

    /// <summary>Removes the job of a caller that has disconnected, unless a thread has already taken it.</summary>
    private void Withdraw(LinkedListNode<QueuedJob> node, CancellationToken ct)
    {
        lock (_lock)
        {
            if (node.List is null)
            {
                return;
            }

            _waiting.Remove(node);
            ReturnSlot(node.Value.Caller);
        }

        node.Value.Job.Cancel(ct);
    }

    private void RunWorker(BcryptEngine engine)
    {
        while (TakeBatch(engine.Lanes) is { } batch)
        {
            var started = _time.GetTimestamp();
            batch.ForEach(queued => _meter.PasswordWaited(_time.GetElapsedTime(queued.QueuedAt, started)));
            var error = Digest(engine, batch);
            var duration = _time.GetElapsedTime(started);
            _meter.PasswordBatch(batch.Count);
            FinishBatch(batch.Count, duration);
            var run = new HashRun(started, duration, batch.Count);
            foreach (var queued in batch)
            {
                queued.Run = run;
                _meter.PasswordHashed(duration, queued.Job.Operation);
                Settle(queued.Job, error);
            }
        }
    }

    /// <summary>
    /// Waits for a job and takes as many waiting jobs as there are lanes, without waiting for more. Returns null if the queue has
    /// been closed.
    /// </summary>
    private List<QueuedJob>? TakeBatch(int lanes)
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

            // All lanes end together, so a batch contains only passwords of equal cost. Otherwise a caller could wait for another
            // caller's costlier hash.
            var cost = first.Value.Job.Input.LeastWorkFactor;
            var batch = new List<QueuedJob>(lanes);
            for (var node = first; node is not null && batch.Count < lanes;)
            {
                var next = node.Next;
                if (node.Value.Job.Input.LeastWorkFactor == cost)
                {
                    _waiting.Remove(node);
                    ReturnSlot(node.Value.Caller);
                    batch.Add(node.Value);
                }

                node = next;
            }

            _running += batch.Count;
            return batch;
        }
    }

    private static Exception? Digest(BcryptEngine engine, List<QueuedJob> batch)
    {
        try
        {
            engine.Digest([.. batch.Select(queued => queued.Job.Input)]);
            return null;
        }
#pragma warning disable CA1031 // The callers get the exception, and the thread continues.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return error;
        }
    }

    /// <summary>Updates the state before the callers get their results, so that they find the lanes free.</summary>
    private void FinishBatch(int hashes, TimeSpan duration)
    {
        lock (_lock)
        {
            _running -= hashes;
            _meanBatch += (duration - _meanBatch) / 8;
        }
    }

    private static void Settle(HashJob job, Exception? error)
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
