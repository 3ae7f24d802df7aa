namespace SecureAuth.Core.Mail;

/// <summary>What <see cref="OutboxMonitor"/> read last, for metrics and the health check.</summary>
public sealed class OutboxState
{
    private volatile OutboxReading? _last;

    /// <summary>Null before the first reading.</summary>
    public OutboxReading? Last
    {
        get => _last;
        internal set => _last = value;
    }
}
