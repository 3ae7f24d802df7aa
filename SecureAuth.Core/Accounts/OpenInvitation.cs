using SecureAuth.Core.Audit;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Accounts;

/// <summary>An invitation that could be used when it was read.</summary>
/// <param name="Role">The role that the account gets, or null.</param>
/// <param name="Proof">What uses it up.</param>
public sealed record OpenInvitation(Guid Id, string? Role, byte[] Proof) : Confidential
{
    /// <summary>Says which invitation it was. The audit has no addresses.</summary>
    public AuditReason Reason => ReasonOf(Id, Role, reason: null);

    public static AuditReason ReasonOf(Guid id, string? role, AuditReason? reason) =>
        AuditReason.About(role is null ? $"invitation={id}" : $"invitation={id} role={role}", reason);
}
