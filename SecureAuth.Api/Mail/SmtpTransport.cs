using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using SecureAuth.Core.Mail;

namespace SecureAuth.Api.Mail;

/// <summary>Hands mails over to a server. Without TLS it sends nothing, unless an operator has switched TLS off.</summary>
internal sealed class SmtpTransport(SmtpOptions options) : IMailTransport
{
    private const int ImplicitTlsPort = 465;

    private static readonly TimeSpan QuitTimeout = TimeSpan.FromSeconds(1);

    public async Task<IMailConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        // As HttpClient does by default: a private authority often has no revocation list, and each certificate would fail.
#pragma warning disable CA2000 // The connection disposes of it.
        var client = new SmtpClient { CheckCertificateRevocation = false };
#pragma warning restore CA2000
        try
        {
            await client.ConnectAsync(options.Host, options.Port, Security(options), cancellationToken);
            if (options.User.Length > 0)
            {
                await client.AuthenticateAsync(options.User, options.Password, cancellationToken);
            }

            return new Connection(client);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    internal static SecureSocketOptions Security(SmtpOptions options) => options switch
    {
        { UseTls: false } => SecureSocketOptions.None,
        { Port: ImplicitTlsPort } => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.StartTls,
    };

    private sealed class Connection(SmtpClient client) : IMailConnection
    {
        public bool IsUsable => client.IsConnected;

        public Task SendAsync(MimeMessage message, CancellationToken cancellationToken) =>
            client.SendAsync(message, cancellationToken);

        /// <summary>The mails have been settled, so a server that does not answer QUIT changes nothing.</summary>
        public async ValueTask DisposeAsync()
        {
            using var timeout = new CancellationTokenSource(QuitTimeout);
            try
            {
                await client.DisconnectAsync(quit: true, timeout.Token);
            }
#pragma warning disable CA1031 // Whatever goes wrong while the connection is closed, it is closed.
            catch (Exception)
#pragma warning restore CA1031
            {
            }

            client.Dispose();
        }
    }
}
