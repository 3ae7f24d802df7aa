using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Mail;

/// <summary>A mail to send. It names either an account or an address, and the sender looks up the rest.</summary>
public sealed record NewMail : Confidential
{
    private NewMail(MailKind kind) => Kind = kind;

    public MailKind Kind { get; }

    public Guid? UserId { get; private init; }

    public string? Recipient { get; private init; }

    public MailDetails? Details { get; private init; }

    /// <summary>The token that was issued together with what the mail reports.</summary>
    public Guid? TokenId { get; private init; }

    /// <summary>
    /// A mail to whoever owns the account with this address, if there is one. The caller does not know whether there is, so that
    /// its time and its answer cannot reveal it.
    /// </summary>
    public static NewMail ToAddress(MailKind kind, string address, MailDetails? details = null) =>
        new(kind) { Recipient = address, Details = details };

    /// <summary>A notice to the address that the account has when the mail is sent.</summary>
    /// <param name="kind">The kind of notice.</param>
    /// <param name="userId">
    /// The account. The sender drops a notice without one. So a statement that treats known and unknown accounts alike can add
    /// one for both.
    /// </param>
    /// <param name="details">The values for the template.</param>
    public static NewMail ToUser(MailKind kind, Guid? userId, MailDetails details) =>
        new(kind) { UserId = userId, Details = details };

    /// <summary>A mail with an invitation to an address that may have no account.</summary>
    public static NewMail Invitation(string address, Guid invitationId, MailDetails details) =>
        new(MailKind.Invitation) { Recipient = address, Details = details, TokenId = invitationId };

    /// <summary>A mail about an account to an address that may not be that of the account when the mail is sent.</summary>
    /// <param name="details">The values for the template.</param>
    /// <param name="tokenId">The token that the mail carries, or null for a notice.</param>
    public static NewMail About(MailKind kind, Guid userId, string address, MailDetails details, Guid? tokenId = null) =>
        new(kind) { UserId = userId, Recipient = address, Details = details, TokenId = tokenId };
}
