using MimeKit;

namespace SecureAuth.Api.Mail;

/// <summary>
/// Sends several mails through one connection, and through another one if the server closes it. Once the server cannot be
/// reached, the rest of the batch fails at once.
/// </summary>
internal sealed class MailBatch(IMailTransport transport, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(15);

    private IMailConnection? _connection;
    private DeliveryFailure? _unreachable;

    /// <returns>Null if the mail was handed over.</returns>
    public async Task<DeliveryFailure?> SendAsync(MimeMessage message, CancellationToken cancellationToken)
    {
        _unreachable ??= await TryAsync(ConnectAsync, ConnectTimeout, cancellationToken);
        return _unreachable
            ?? await TryAsync(token => _connection!.SendAsync(message, token), SendTimeout, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync();
        }
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        if (_connection is { IsUsable: true })
        {
            return;
        }

        await DisposeAsync();
        _connection = await transport.ConnectAsync(cancellationToken);
    }

    /// <summary>The library's own timeouts do not bound a server that sends a byte from time to time.</summary>
    private async Task<DeliveryFailure?> TryAsync(
        Func<CancellationToken, Task> step, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await step(either.Token);
            return null;
        }
#pragma warning disable CA1031 // Whatever a mail server causes, the mail is tried again, and the other mails are not affected.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return DeliveryFailure.Of(error);
        }
    }
}
