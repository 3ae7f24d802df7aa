using SecureAuth.Core.Audit;

namespace SecureAuth.AdminCli.AuditTrail;

/// <summary>Which events an operator wants to see.</summary>
internal sealed record AuditFilter
{
    public Guid? UserId { get; init; }

    /// <summary>All events, if empty.</summary>
    public IReadOnlyList<AuditEvent> Events { get; init; } = [];

    /// <summary>Inclusive.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Exclusive.</summary>
    public DateTimeOffset? Until { get; init; }

    public IQueryable<StoredEvent> Of(IQueryable<StoredEvent> rows)
    {
        rows = UserId is { } user ? rows.Where(row => row.UserId == user) : rows;
        rows = Events.Count > 0 ? rows.Where(row => Events.Contains(row.Event)) : rows;
        rows = Since is { } since ? rows.Where(row => row.OccurredAt >= since) : rows;
        return Until is { } until ? rows.Where(row => row.OccurredAt < until) : rows;
    }

    public bool Matches(StoredEvent row) => (UserId is null || UserId == row.UserId)
        && (Events.Count == 0 || Events.Contains(row.Event))
        && (Since is null || Since <= row.OccurredAt)
        && (Until is null || Until > row.OccurredAt);
}
