using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Accounts;

/// <summary>An invitation to send.</summary>
/// <param name="Email">A validated address.</param>
public sealed record NewInvitation(string Email) : Confidential
{
    /// <summary>The role that the account gets. It is created if it does not exist. Only an operator can promise one.</summary>
    public string? Role { get; init; }

    /// <summary>The user who invites, or null for an operator.</summary>
    public Guid? InvitedBy { get; init; }

    /// <summary>What the link begins with: one of the configured addresses, or null for the default.</summary>
    public string? LinkBase { get; init; }
}
