using System.Net.Sockets;
using MailKit.Net.Smtp;
using MailKit.Security;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Mail;

/// <summary>Why a mail was not delivered.</summary>
/// <param name="Error">The kind of failure. It never contains an address or what the server wrote.</param>
/// <param name="IsPermanent">Whether another attempt is pointless.</param>
internal sealed record DeliveryFailure(string Error, bool IsPermanent = false) : Confidential
{
    public static DeliveryFailure Of(Exception error) => error switch
    {
        SmtpCommandException refusal => new($"smtp_{(int)refusal.StatusCode}", IsFinal(refusal)),

        // An operator can repair these, so none of them is final.
        AuthenticationException => new("smtp_authentication"),
        SslHandshakeException or System.Security.Authentication.AuthenticationException => new("tls"),
        NotSupportedException => new("tls_not_offered"),
        UnauthorizedAccessException => new("pickup_directory"),
        OperationCanceledException or TimeoutException => new("timeout"),
        SocketException or IOException or MailKit.ProtocolException or MailKit.ServiceNotConnectedException => new("connection"),
        _ => new(error.GetType().Name),
    };

    /// <summary>Only a refusal of the sender, the recipient or the mail is about this mail.</summary>
    private static bool IsFinal(SmtpCommandException refusal) => (int)refusal.StatusCode >= 500
        && refusal.ErrorCode is SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.SenderNotAccepted
            or SmtpErrorCode.MessageNotAccepted;
}
