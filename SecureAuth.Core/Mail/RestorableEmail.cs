using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Mail;

/// <summary>An address that could be put back when it was read, and what its account has instead.</summary>
public sealed record RestorableEmail(
    byte[] TokenHash,
    Guid UserId,
    string Email,
    string NormalizedEmail,
    DateTimeOffset ChangedAt,
    string PresentEmail,
    string PresentNormalizedEmail) : Confidential;
