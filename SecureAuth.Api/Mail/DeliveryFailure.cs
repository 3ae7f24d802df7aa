using MailKit.Net.Smtp;
using SecureAuth.Core.Mail;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Mail;

/// <summary>Why a mail was not delivered.</summary>
/// <param name="Error">The kind of failure. It never contains an address or what the server wrote.</param>
/// <param name="IsPermanent">Whether another attempt is pointless.</param>
internal sealed record DeliveryFailure(string Error, bool IsPermanent = false) : Confidential
{
    /// <summary>An operator can repair the other failures, so none of them is final.</summary>
    public static DeliveryFailure Of(Exception error) => error is UnauthorizedAccessException
        ? new("pickup_directory")
        : new(MailServer.ErrorOf(error), error is SmtpCommandException refusal && IsFinal(refusal));

    /// <summary>Only a refusal of the sender, the recipient or the mail is about this mail.</summary>
    private static bool IsFinal(SmtpCommandException refusal) => (int)refusal.StatusCode >= 500
        && refusal.ErrorCode is SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.SenderNotAccepted
            or SmtpErrorCode.MessageNotAccepted;
}
