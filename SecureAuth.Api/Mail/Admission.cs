using SecureAuth.Core.Mail;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Mail;

/// <summary>Whether a mail may be sent.</summary>
internal abstract record Admission : Confidential
{
    private Admission()
    {
    }

    /// <param name="Recipient">The address to send the mail to.</param>
    /// <param name="Name">The name of the user, or null if the mail must not contain it.</param>
    /// <param name="Token">The token that the mail carries, or null for a notice.</param>
    internal sealed record Admitted(string Recipient, string? Name, TokenSubject? Token) : Admission;

    /// <summary>Somebody else gets another mail instead, and this one is settled as if it had been sent.</summary>
    internal sealed record PassedOn : Admission;

    internal sealed record Dropped(MailDrop Reason) : Admission;
}
