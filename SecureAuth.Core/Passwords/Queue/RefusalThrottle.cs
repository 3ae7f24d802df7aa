namespace SecureAuth.Core.Passwords.Queue;

/// <summary>
/// Lets refusals out one by one. A client that asks again the moment it is refused would otherwise spend the processor
/// on refusals: hashes take longer, so fewer fit, so more are refused, and the storm outlasts what set it off. Up to
/// two hundred refusals a second are answered at once.
/// </summary>
/// <remarks>Guarded by the gate's lock.</remarks>
internal sealed class RefusalThrottle(TimeProvider time)
{
    /// <summary>As long as anybody is held: a refused caller is to know it before it feels it.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(5);

    private long? _begun;
    private TimeSpan _free;

    /// <summary>How long the next refusal is held.</summary>
    public TimeSpan Next()
    {
        _begun ??= time.GetTimestamp();
        var now = time.GetElapsedTime(_begun.Value);
        var wait = _free > now ? _free - now : TimeSpan.Zero;
        if (wait > Longest)
        {
            wait = Longest;
        }

        _free = now + wait + Apart;
        return wait;
    }
}
