namespace SecureAuth.Core.Audit;

/// <summary>How an audited action ended. The numbers are stored.</summary>
public enum AuditOutcome
{
    Success = 1,
    Refused = 2,
}
