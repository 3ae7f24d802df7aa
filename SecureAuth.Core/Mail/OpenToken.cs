using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Mail;

/// <summary>A token that was valid when it was read, and its account.</summary>
public sealed record OpenToken(
    byte[] TokenHash, Guid UserId, string Email, string? DisplayName, string SecurityStamp) : Confidential;
