namespace SecureAuth.Core.Sessions;

/// <summary>Wakes those who wait for revocations as soon as this process learns of one.</summary>
public sealed class RevocationSignal
{
    private TaskCompletionSource _next = NewSource();
    private long _count;

    /// <summary>How often the signal has been raised.</summary>
    internal long Count => Interlocked.Read(ref _count);

    /// <summary>
    /// Completes when the signal is raised again. Take it before you read, so that nothing is missed in between.
    /// </summary>
    internal Task Next => Volatile.Read(ref _next).Task;

    internal void Raise()
    {
        Interlocked.Increment(ref _count);
        Interlocked.Exchange(ref _next, NewSource()).SetResult();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
