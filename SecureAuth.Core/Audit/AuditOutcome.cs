namespace SecureAuth.Core.Audit;

/// <summary>The outcome of an audited action. The numbers are stored.</summary>
public enum AuditOutcome
{
    Success = 1,
    Refused = 2,
}
