using MimeKit;

namespace SecureAuth.Api.Mail;

/// <summary>A way to hand over mails.</summary>
internal interface IMailTransport
{
    Task<IMailConnection> ConnectAsync(CancellationToken cancellationToken);
}

internal interface IMailConnection : IAsyncDisposable
{
    /// <summary>False if the server has closed the connection.</summary>
    bool IsUsable { get; }

    Task SendAsync(MimeMessage message, CancellationToken cancellationToken);
}
