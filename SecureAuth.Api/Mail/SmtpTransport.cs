using MailKit.Net.Smtp;
using MimeKit;
using SecureAuth.Core.Mail;

namespace SecureAuth.Api.Mail;

/// <summary>Hands mails over to the mail server.</summary>
internal sealed class SmtpTransport(SmtpOptions options) : IMailTransport
{
    private static readonly TimeSpan QuitTimeout = TimeSpan.FromSeconds(1);

    public async Task<IMailConnection> ConnectAsync(CancellationToken cancellationToken) =>
        new Connection(await MailServer.ConnectAsync(options, cancellationToken));

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
