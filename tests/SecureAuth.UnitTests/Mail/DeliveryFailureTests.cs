using MailKit.Net.Smtp;
using MailKit.Security;
using SecureAuth.Api.Mail;
using SecureAuth.Core.Mail;

namespace SecureAuth.UnitTests.Mail;

public sealed class DeliveryFailureTests
{
    [Theory]
    [InlineData(SmtpErrorCode.RecipientNotAccepted, 550, true)]
    [InlineData(SmtpErrorCode.SenderNotAccepted, 553, true)]
    [InlineData(SmtpErrorCode.MessageNotAccepted, 554, true)]
    [InlineData(SmtpErrorCode.RecipientNotAccepted, 450, false)]
    [InlineData(SmtpErrorCode.SenderNotAccepted, 421, false)]
    [InlineData(SmtpErrorCode.MessageNotAccepted, 452, false)]
    [InlineData(SmtpErrorCode.UnexpectedStatusCode, 554, false)]
    public void Only_a_refusal_of_the_mail_itself_is_final(SmtpErrorCode code, int status, bool final)
    {
        var failure = DeliveryFailure.Of(new SmtpCommandException(code, (SmtpStatusCode)status, "user@example.com is unknown"));

        Assert.Equal(($"smtp_{status}", final), (failure.Error, failure.IsPermanent));
    }

    [Theory]
    [InlineData(465, true, SecureSocketOptions.SslOnConnect)]
    [InlineData(587, true, SecureSocketOptions.StartTls)]
    [InlineData(25, true, SecureSocketOptions.StartTls)]
    [InlineData(465, false, SecureSocketOptions.None)]
    [InlineData(25, false, SecureSocketOptions.None)]
    public void TLS_is_required_unless_it_is_switched_off(int port, bool useTls, SecureSocketOptions expected) =>
        Assert.Equal(expected, MailServer.Security(new SmtpOptions { Port = port, UseTls = useTls }));
}
