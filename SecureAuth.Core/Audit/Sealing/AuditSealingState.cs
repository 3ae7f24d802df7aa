namespace SecureAuth.Core.Audit.Sealing;

/// <summary>What <see cref="AuditSealService"/> read last, for metrics.</summary>
public sealed class AuditSealingState
{
    private volatile AuditSealing? _last;

    /// <summary>Null before the first reading.</summary>
    public AuditSealing? Last
    {
        get => _last;
        internal set => _last = value;
    }
}
