namespace SecureAuth.Core.Audit.Sealing;

/// <summary>A range of ids, both included, that a seal has passed over.</summary>
internal sealed record AuditGap(long FirstId, long LastId, DateTimeOffset NoticedAt)
{
    /// <summary>A time in the future is of a clock that was wrong by days, or of somebody who keeps the gap open.</summary>
    private static readonly TimeSpan MaxAhead = TimeSpan.FromDays(1);

    public bool IsExpired(DateTimeOffset now) => now - NoticedAt > AuditGaps.OpenFor || NoticedAt - now > MaxAhead;

    public bool Contains(long id) => id >= FirstId && id <= LastId;
}
