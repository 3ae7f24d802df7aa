using SecureAuth.Core.Mail;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Mail;

/// <summary>
/// A mail that this process has taken for a while, as the columns of the outbox. Attempts identifies this lease, because a later
/// one has a higher number. Age is the time since the mail was queued.
/// </summary>
internal sealed record LeasedMail(
    Guid Id,
    MailKind Kind,
    Guid? UserId,
    string? Recipient,
    string? Details,
    Guid? TokenId,
    DateTimeOffset CreatedAt,
    bool IsAdmitted,
    int Attempts,
    TimeSpan Age) : Confidential
{
    /// <summary>A method, so that the query does not look for a column.</summary>
    public MailDetails ParseDetails() => Details is null ? new MailDetails() : MailDetails.Parse(Details);
}
