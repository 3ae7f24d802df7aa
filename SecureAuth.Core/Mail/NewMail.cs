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

    /// <summary>
    /// A mail to whoever owns the account with this address, if there is one. The caller does not know whether there is, so that
    /// its time and its answer cannot reveal it.
    /// </summary>
    public static NewMail ToAddress(MailKind kind, string address) => new(kind) { Recipient = address };

    /// <summary>A notice to the address that the account has when the mail is sent.</summary>
    /// <param name="kind">The kind of notice.</param>
    /// <param name="userId">
    /// The account. The sender drops a notice without one. So a statement that treats known and unknown accounts alike can add
    /// one for both.
    /// </param>
    /// <param name="details">The values for the template.</param>
    public static NewMail ToUser(MailKind kind, Guid? userId, MailDetails details) =>
        new(kind) { UserId = userId, Details = details };
}
