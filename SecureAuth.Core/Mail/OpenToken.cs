using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Mail;

/// <summary>A token that was valid when it was read, and its account.</summary>
/// <param name="Email">The address of the account.</param>
/// <param name="SecurityStamp">The stamp of the account.</param>
/// <param name="NewEmail">The address that the account gets by the token, or null.</param>
/// <param name="SessionId">The session that asked for it, or null.</param>
/// <param name="CreatedAt">When the token was issued.</param>
public sealed record OpenToken(
    byte[] TokenHash,
    OneTimeTokenPurpose Purpose,
    Guid UserId,
    string Email,
    string NormalizedEmail,
    string SecurityStamp,
    string? NewEmail,
    Guid? SessionId,
    DateTimeOffset CreatedAt) : Confidential;
