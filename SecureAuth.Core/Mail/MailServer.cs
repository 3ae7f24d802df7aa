using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace SecureAuth.Core.Mail;

/// <summary>Connects to the mail server, always with TLS unless an operator has switched that off.</summary>
public static class MailServer
{
    private const int ImplicitTlsPort = 465;

    /// <summary>Connects and authenticates. The caller disposes of the client.</summary>
    /// <exception cref="Exception">Any of those that <see cref="ErrorOf"/> knows.</exception>
    public static async Task<SmtpClient> ConnectAsync(SmtpOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);

        // As HttpClient does by default: a private authority often has no revocation list, and each certificate would fail.
        var client = new SmtpClient { CheckCertificateRevocation = false };
        try
        {
            await client.ConnectAsync(options.Host, options.Port, Security(options), cancellationToken);
            if (options.User.Length > 0)
            {
                if (!client.Capabilities.HasFlag(SmtpCapabilities.Authentication))
                {
                    throw new AuthenticationException("The server does not offer authentication");
                }

                await client.AuthenticateAsync(options.User, options.Password, cancellationToken);
            }

            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>The kind of a failure. It never contains an address or what the server wrote.</summary>
    public static string ErrorOf(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);

        return error switch
        {
            SmtpCommandException refusal => $"smtp_{(int)refusal.StatusCode}",
            AuthenticationException => "smtp_authentication",
            SslHandshakeException or System.Security.Authentication.AuthenticationException => "tls",
            NotSupportedException => "tls_not_offered",
            OperationCanceledException or TimeoutException => "timeout",
            SocketException or IOException or ProtocolException or ServiceNotConnectedException => "connection",
            _ => error.GetType().Name,
        };
    }

    internal static SecureSocketOptions Security(SmtpOptions options) => options switch
    {
        { UseTls: false } => SecureSocketOptions.None,
        { Port: ImplicitTlsPort } => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.StartTls,
    };
}
