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
    private readonly QueueShares _strangers = new();
    private readonly QueueShares _known = new();
    private readonly RefusalThrottle _throttle;
    private readonly PasswordHashes _hashes;
    private readonly AuthMeter _meter;
    private readonly TimeProvider _time;
    private readonly TimeSpan _maximumWait;
    private readonly long _memoryLimit;

    /// <summary>The number of hashes that all threads together compute at once.</summary>
    private readonly int _lanes;

    /// <summary>The number of passwords being hashed. Reserved slots and waiting jobs are counted by the shares.</summary>
    private int _running;

    /// <summary>The memory of the derivations that are running, in bytes.</summary>
    private long _memory;

    /// <summary>The mean time of a batch, or of as many derivations as a batch has lanes.</summary>
    private TimeSpan _meanBatch;

    /// <summary>The mean duration of a run at the cost of a new hash.</summary>
    private TimeSpan _meanTypicalRun;
    private bool _closed;

    public HashQueue(PasswordHashes hashes, AuthMeter meter, TimeProvider time, IOptions<PasswordOptions> options)
        : this(hashes, hashes.NewEngine, meter, time, options.Value)
    {
    }

    internal HashQueue(
        PasswordHashes hashes, Func<BcryptEngine> newEngine, AuthMeter meter, TimeProvider time, PasswordOptions options)
    {
        _hashes = hashes;
        _meter = meter;
        _time = time;
        _throttle = new RefusalThrottle(time);
        _maximumWait = options.MaximumWait;
        _memoryLimit = options.HashMemoryMiB * 1024L * 1024;

        var workers = options.Workers > 0 ? options.Workers : Environment.ProcessorCount;
        var engines = new List<BcryptEngine>(workers);
        for (var i = 0; i < workers; i++)
        {
            var engine = newEngine();
            _lanes += engine.Lanes;
            engines.Add(engine);
        }

        _meanTypicalRun = EstimateFor(options);
        _meanBatch = options.Algorithm == PasswordAlgorithm.Bcrypt
            ? _meanTypicalRun
            : _meanTypicalRun * ((double)_lanes / workers);
        engines.ForEach(engine => LowPriorityThread.Start("password hash", () => RunWorker(engine)));
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
                var wait = _meanBatch * (((Taken + _running) / _lanes) + 1);
                return wait > MinRetryAfter ? wait : MinRetryAfter;
            }
        }
    }

    /// <summary>The initial estimate of the duration of a batch, based on a third of a second at work factor 12.</summary>
    internal static TimeSpan EstimateFor(int workFactor) => TimeSpan.FromSeconds(0.33) * Math.Pow(2, workFactor - 12);

    /// <summary>The initial estimate for Argon2id is based on three seconds for a pass over a gibibyte.</summary>
    private static TimeSpan EstimateFor(PasswordOptions options) => options.Algorithm == PasswordAlgorithm.Bcrypt
        ? EstimateFor(options.BcryptWorkFactor)
        : TimeSpan.FromSeconds(3) * ((double)options.Argon2.MemoryKiB * options.Argon2.Iterations / (1024 * 1024));

    /// <summary>Whether every caller would be refused now.</summary>
    public bool IsFull
    {
        get
        {
            lock (_lock)
            {
                return _closed || Taken >= Capacity();
            }
        }
    }

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

            SharesOf(caller).Take(caller);
            _meter.PasswordsQueued(1);
            return new QueueSlot(this, _hashes, caller);
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

    /// <summary>
    /// Delays the failure of a computation that was cheaper than a new hash. Otherwise the time would tell which accounts have
    /// such a hash, and thereby that they exist. The delay occupies no thread. It cannot be cancelled, because the guess has to
    /// be counted.
    /// </summary>
    internal Task HideDurationAsync(HashRun run)
    {
        TimeSpan missing;
        lock (_lock)
        {
            missing = _meanTypicalRun - run.Duration;
        }

        // A delay has whole milliseconds and would be rounded down.
        return missing > TimeSpan.Zero
            ? Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(missing.TotalMilliseconds)), _time, CancellationToken.None)
            : Task.CompletedTask;
    }

    internal async Task<(T Result, HashRun Run)> RunAsync<T>(HashJob<T> job, HashCaller caller, CancellationToken ct)
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
            return (await job.Task, node.Value.Run!);
        }
        finally
        {
            HashSpan.Describe(span, node.Value, _time);
        }
    }

    /// <summary>Returns the reason to refuse a slot to the caller, or null if a slot is available.</summary>
    private QueueRefusal? RefusalFor(HashCaller caller)
    {
        var free = FreeFor(caller);
        if (_closed || free <= 0)
        {
            return QueueRefusal.Full;
        }

        return SharesOf(caller).Allow(caller, free) ? null : QueueRefusal.Share;
    }

    /// <summary>
    /// Half of the slots are reserved for known callers. Strangers from ever so many networks then slow down other strangers, but
    /// not the users who were here before.
    /// </summary>
    private int FreeFor(HashCaller caller)
    {
        var capacity = Capacity();
        var free = capacity - Taken;
        return caller.IsKnown ? free : Math.Min(free, (capacity / 2) - _strangers.All);
    }

    /// <summary>Strangers and known callers share their slots among themselves.</summary>
    private QueueShares SharesOf(HashCaller caller) => caller.IsKnown ? _known : _strangers;

    private int Taken => _strangers.All + _known.All;

    /// <summary>
    /// The number of slots for which the last caller waits no longer than the maximum wait. There is always one for a stranger
    /// and one for a known caller.
    /// </summary>
    private int Capacity() => (int)Math.Clamp(_maximumWait / _meanBatch * _lanes, 2, 100_000);

    private void ReturnSlot(HashCaller caller)
    {
        SharesOf(caller).Return(caller);
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

            // The job may have been the one that others behind it waited for to get its memory.
            Monitor.PulseAll(_lock);
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
            FinishBatch(engine, batch, duration);
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
            LinkedListNode<QueuedJob>? first;
            while ((first = FirstRunnable()) is null)
            {
                if (_closed)
                {
                    return null;
                }

                Monitor.Wait(_lock);
            }

            var batch = new List<QueuedJob>(lanes);
            if (first.Value.Job.Work is BcryptWork bcrypt)
            {
                TakeEqualCost(batch, first, bcrypt.Input.LeastWorkFactor, lanes);
            }
            else
            {
                _memory += first.Value.Job.Work.Memory;
                Take(batch, first);
            }

            _running += batch.Count;
            return batch;
        }
    }

    /// <summary>
    /// The first job whose memory is available. Jobs that need none may overtake one that waits for memory, but no other may,
    /// or small ones could keep it waiting forever.
    /// </summary>
    private LinkedListNode<QueuedJob>? FirstRunnable()
    {
        var available = _memoryLimit - _memory;
        for (var node = _waiting.First; node is not null; node = node.Next)
        {
            var needed = node.Value.Job.Work.Memory;
            if (needed == 0 || needed <= available)
            {
                return node;
            }

            available = 0;
        }

        return null;
    }

    /// <summary>
    /// All lanes end together, so a batch contains only passwords of equal cost. Otherwise a caller could wait for another
    /// caller's costlier hash.
    /// </summary>
    private void TakeEqualCost(List<QueuedJob> batch, LinkedListNode<QueuedJob> first, int cost, int lanes)
    {
        for (var node = first; node is not null && batch.Count < lanes;)
        {
            var next = node.Next;
            if (node.Value.Job.Work is BcryptWork bcrypt && bcrypt.Input.LeastWorkFactor == cost)
            {
                Take(batch, node);
            }

            node = next;
        }
    }

    private void Take(List<QueuedJob> batch, LinkedListNode<QueuedJob> node)
    {
        _waiting.Remove(node);
        ReturnSlot(node.Value.Caller);
        batch.Add(node.Value);
    }

    private static Exception? Digest(BcryptEngine engine, List<QueuedJob> batch)
    {
        try
        {
            if (batch[0].Job.Work is DerivationWork derivation)
            {
                derivation.Run();
            }
            else
            {
                engine.Digest([.. batch.Select(queued => ((BcryptWork)queued.Job.Work).Input)]);
            }

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
    private void FinishBatch(BcryptEngine engine, List<QueuedJob> batch, TimeSpan duration)
    {
        lock (_lock)
        {
            _running -= batch.Count;
            if (batch[0].Job.Work is DerivationWork derivation)
            {
                // A derivation occupies its thread for a single slot, so it counts as a lane's part of a batch that much longer.
                _meanBatch += ((duration * engine.Lanes) - _meanBatch) / (8 * engine.Lanes);
                _memory -= derivation.Memory;
                Monitor.PulseAll(_lock);
            }
            else
            {
                _meanBatch += (duration - _meanBatch) / 8;
            }

            if (batch[0].Job.IsTypical)
            {
                _meanTypicalRun += (duration - _meanTypicalRun) / 8;
            }
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
