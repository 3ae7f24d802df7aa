using Microsoft.Extensions.Options;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Passwords;

/// <summary>
/// The way to a hash: as many threads as cores, and a bounded queue before them. bcrypt on the thread pool would starve
/// every other request; without a bound, a burst of sign-ins would be answered when nobody waits any more.
/// </summary>
public sealed class PasswordGate : IDisposable
{
    private readonly object _lock = new();
    private readonly LinkedList<HashJob> _waiting = new();
    private readonly BcryptSha256 _bcrypt;
    private readonly AuthMeter _meter;
    private readonly TimeProvider _time;
    private readonly int _threads = Environment.ProcessorCount;
    private readonly int _capacity;

    /// <summary>Places kept, waiting or being worked on.</summary>
    private int _taken;
    private TimeSpan _meanDuration;
    private bool _closed;

    public PasswordGate(BcryptSha256 bcrypt, AuthMeter meter, TimeProvider time, IOptions<PasswordOptions> options)
    {
        _bcrypt = bcrypt;
        _meter = meter;
        _time = time;
        _capacity = _threads + options.Value.QueueLength;

        // A guess until the first hash has been timed: a quarter of a second at work factor 12.
        _meanDuration = TimeSpan.FromSeconds(0.25) * Math.Pow(2, options.Value.BcryptWorkFactor - 12);
        for (var i = 0; i < _threads; i++)
        {
            new Thread(Work) { Name = "password hash", IsBackground = true }.Start();
        }
    }

    /// <summary>
    /// When a caller that found the queue full may come back: once all that is held now should be done, at least a second.
    /// </summary>
    public TimeSpan RetryAfter
    {
        get
        {
            lock (_lock)
            {
                var wait = _meanDuration * _taken / _threads;
                return wait > TimeSpan.FromSeconds(1) ? wait : TimeSpan.FromSeconds(1);
            }
        }
    }

    /// <summary>Takes a place before anything else is done for the caller; null: the queue is full.</summary>
    public HashPlace? TryEnter()
    {
        lock (_lock)
        {
            if (_closed || _taken == _capacity)
            {
                return null;
            }

            _taken++;
            return new HashPlace(this, _bcrypt);
        }
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

        foreach (var job in abandoned)
        {
            job.Cancel(CancellationToken.None);
        }
    }

    internal void Leave()
    {
        lock (_lock)
        {
            _taken--;
        }
    }

    internal async Task<T> RunAsync<T>(Func<T> hash, string operation, CancellationToken ct)
    {
        var job = new HashJob<T>(hash, operation);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            _waiting.AddLast(job.Node);
            Monitor.Pulse(_lock);
        }

        await using var registration = ct.UnsafeRegister(_ => Withdraw(job, ct), null);
        return await job.Task;
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
            _taken--;
        }

        job.Cancel(ct);
    }

    private void Work()
    {
        while (TakeNext() is { } job)
        {
            var started = _time.GetTimestamp();
            job.Run();
            var duration = _time.GetElapsedTime(started);
            _meter.PasswordHashed(duration, job.Operation);
            lock (_lock)
            {
                _taken--;
                _meanDuration += (duration - _meanDuration) / 8;
            }

            job.Complete();
        }
    }

    private HashJob? TakeNext()
    {
        lock (_lock)
        {
            while (_waiting.Count == 0 && !_closed)
            {
                Monitor.Wait(_lock);
            }

            var first = _waiting.First;
            if (first is null)
            {
                return null;
            }

            _waiting.Remove(first);
            return first.Value;
        }
    }
}
