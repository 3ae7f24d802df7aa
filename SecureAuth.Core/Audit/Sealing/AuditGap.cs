namespace SecureAuth.Core.Audit.Sealing;

/// <summary>A range of ids, both included, that a seal has passed over.</summary>
internal sealed record AuditGap(long FirstId, long LastId, DateTimeOffset NoticedAt);
