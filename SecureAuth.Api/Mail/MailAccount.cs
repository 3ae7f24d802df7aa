using SecureAuth.Core.Mail;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Mail;

/// <summary>The account that a mail is for.</summary>
internal sealed record MailAccount(
    Guid Id,
    string Email,
    string NormalizedEmail,
    string? DisplayName,
    bool IsActive,
    bool EmailVerified,
    string SecurityStamp,
    bool HasPassword) : Confidential
{
    /// <summary>
    /// The name, if the account has proved its address, and if that gets the mail. Anybody can register the address of somebody
    /// else, or ask for it, with an advertisement as the name.
    /// </summary>
    public string? NameFor(MailKind kind) => EmailVerified && kind != MailKind.VerifyNewEmail ? DisplayName : null;
}
