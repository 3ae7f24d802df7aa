using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MimeKit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Mail;

/// <summary>A mail that the server has taken from its client, whether or not it has said so.</summary>
internal sealed record SmtpDelivery(ReceivedMail Mail, bool IsEncrypted, string? Credentials);

/// <summary>A mail server on a free port of this host that does what a test tells it to do.</summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<SmtpDelivery> _deliveries = new();
    private readonly X509Certificate2 _certificate = CreateCertificate();
    private readonly string _trust = Path.GetTempFileName();
    private readonly Task _accepting;

    /// <param name="port">The port, or 0 for a free one.</param>
    public SmtpServer(int port = 0)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        File.WriteAllText(_trust, _certificate.ExportCertificatePem());
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public IReadOnlyList<SmtpDelivery> Deliveries => [.. _deliveries];

    public bool OffersTls { get; set; }

    public bool OffersAuthentication { get; set; } = true;

    /// <summary>Whether TLS begins with the connection, without STARTTLS.</summary>
    public bool BeginsWithTls { get; set; }

    /// <summary>The reply to a command, instead of the usual one. Gets the whole line; null means the usual reply.</summary>
    public Func<string, string?> Reply { get; set; } = _ => null;

    /// <summary>The command after which the server says nothing, or <c>CONNECT</c>.</summary>
    public string? HangsAt { get; set; }

    /// <summary>Whether the server closes the connection instead of confirming a mail that it has taken.</summary>
    public bool DropsAfterData { get; set; }

    /// <summary>How many clients have connected.</summary>
    public int Connections { get; private set; }

    /// <summary>How many of the clients wait for a reply that never comes.</summary>
    public int Hanging { get; private set; }

    /// <summary>The settings of an instance that sends through this server.</summary>
    public (string Key, string Value)[] Settings(bool useTls = false) =>
    [
        ("Email__PickupDirectory", ""),
        ("Email__Smtp__Host", "localhost"),
        ("Email__Smtp__Port", $"{Port}"),
        ("Email__Smtp__UseTls", useTls ? "true" : "false"),
    ];

    /// <summary>Lets a process trust the certificate of this server.</summary>
    public (string Key, string Value) Trust => ("SSL_CERT_FILE", _trust);

    public async Task<SmtpDelivery> WaitAsync(string recipient)
    {
        await Eventually.IsTrueAsync(() => To(recipient).Any(), $"a mail to {recipient} has arrived");
        return To(recipient).First();
    }

    public IEnumerable<SmtpDelivery> To(string recipient) => _deliveries.Where(
        delivery => delivery.Mail.Message.To.Mailboxes.Single().Address == recipient);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        _listener.Dispose();
        _stopping.Dispose();
        _certificate.Dispose();
        File.Delete(_trust);
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                Connections++;
                _ = ServeAsync(client);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await new Conversation(this, client.GetStream()).RunAsync(_stopping.Token);
            }
            catch (Exception error) when (error is IOException or OperationCanceledException or SocketException
                or System.Security.Authentication.AuthenticationException)
            {
                // The client has given up, or the test is over.
            }
        }
    }

    private static X509Certificate2 CreateCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var created = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(created.Export(X509ContentType.Pfx), null);
    }

    private sealed class Conversation(SmtpServer server, Stream connection)
    {
        private Stream _stream = connection;
        private bool _encrypted;
        private string? _credentials;

        public async Task RunAsync(CancellationToken stopping)
        {
            if (server.BeginsWithTls)
            {
                await EncryptAsync();
            }

            await HangAsync("CONNECT", stopping);
            await WriteAsync("220 mail.test ESMTP", stopping);
            while (await ReadLineAsync(stopping) is { } line)
            {
                var verb = line.Split(' ', ':')[0].ToUpperInvariant();
                await HangAsync(verb, stopping);
                if (server.Reply(line) is { } reply)
                {
                    await WriteAsync(reply, stopping);
                    continue;
                }

                switch (verb)
                {
                    case "EHLO":
                        var tls = server.OffersTls && !_encrypted ? "250-STARTTLS\r\n" : "";
                        var auth = server.OffersAuthentication ? "250-AUTH PLAIN\r\n" : "";
                        await WriteAsync($"250-mail.test\r\n{tls}{auth}250 8BITMIME", stopping);
                        break;

                    case "STARTTLS":
                        await WriteAsync("220 ready", stopping);
                        await EncryptAsync();
                        break;

                    case "AUTH":
                        _credentials = Encoding.UTF8.GetString(Convert.FromBase64String(line.Split(' ')[^1]));
                        await WriteAsync("235 welcome", stopping);
                        break;

                    case "DATA":
                        await WriteAsync("354 go on", stopping);
                        if (!await TakeAsync(stopping))
                        {
                            return;
                        }

                        await WriteAsync("250 taken", stopping);
                        break;

                    case "QUIT":
                        await WriteAsync("221 bye", stopping);
                        return;

                    default:
                        await WriteAsync("250 ok", stopping);
                        break;
                }
            }
        }

        private async Task<bool> TakeAsync(CancellationToken stopping)
        {
            var data = new StringBuilder();
            while (await ReadLineAsync(stopping) is { } line && line != ".")
            {
                data.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
            }

            using var content = new MemoryStream(Encoding.Latin1.GetBytes(data.ToString()));
            var message = await MimeMessage.LoadAsync(content, stopping);
            server._deliveries.Enqueue(new SmtpDelivery(new ReceivedMail(message), _encrypted, _credentials));
            return !server.DropsAfterData;
        }

        private async Task EncryptAsync()
        {
            var secured = new SslStream(_stream);
            await secured.AuthenticateAsServerAsync(server._certificate);
            (_stream, _encrypted) = (secured, true);
        }

        private async Task HangAsync(string verb, CancellationToken stopping)
        {
            if (server.HangsAt == verb)
            {
                server.Hanging++;
                await Task.Delay(Timeout.Infinite, stopping);
            }
        }

        /// <summary>Reads byte by byte, so that nothing of the TLS handshake is read as a line.</summary>
        private async Task<string?> ReadLineAsync(CancellationToken stopping)
        {
            var line = new StringBuilder();
            var next = new byte[1];
            while (await _stream.ReadAsync(next, stopping) > 0)
            {
                if (next[0] == '\n')
                {
                    return line.ToString().TrimEnd('\r');
                }

                line.Append((char)next[0]);
            }

            return null;
        }

        private async Task WriteAsync(string reply, CancellationToken stopping) =>
            await _stream.WriteAsync(Encoding.Latin1.GetBytes(reply + "\r\n"), stopping);
    }
}
