namespace SecureAuth.Core.Mail;

/// <summary>
/// Wakes the sender of this process as soon as a mail has been committed. Other processes find it when they poll.
/// </summary>
public sealed class OutboxSignal : IDisposable
{
    private readonly SemaphoreSlim _waiting = new(0, 1);

    public void Set()
    {
        if (_waiting.CurrentCount > 0)
        {
            return;
        }

        try
        {
            _waiting.Release();
        }
        catch (SemaphoreFullException)
        {
            // Another caller has set it at the same time.
        }
    }

    /// <summary>Waits until the signal is set, at most for the given time.</summary>
    public Task WaitAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
        _waiting.WaitAsync(timeout, cancellationToken);

    public void Dispose() => _waiting.Dispose();
}
