namespace SecureAuth.Core.Passwords.Queue;

/// <summary>
/// Delays refusals if there are more than two hundred per second. Without it, clients that retry as soon as they are refused
/// would use the processor for refusals. Hashes would then take longer, so that more callers would be refused, and the overload
/// would outlast its cause.
/// </summary>
/// <remarks>The lock of the queue protects the state.</remarks>
internal sealed class RefusalThrottle(TimeProvider time)
{
    /// <summary>Short enough that a refused caller does not notice the delay.</summary>
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    private long? _start;
    private TimeSpan _nextFree;

    /// <summary>Returns the delay of the next refusal.</summary>
    public TimeSpan NextDelay()
    {
        _start ??= time.GetTimestamp();
        var now = time.GetElapsedTime(_start.Value);
        var delay = _nextFree > now ? _nextFree - now : TimeSpan.Zero;
        if (delay > MaxDelay)
        {
            delay = MaxDelay;
        }

        _nextFree = now + delay + Interval;
        return delay;
    }
}
