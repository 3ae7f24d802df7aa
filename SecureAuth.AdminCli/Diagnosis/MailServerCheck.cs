using System.Globalization;
using Microsoft.Extensions.Options;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.Core.Mail;

namespace SecureAuth.AdminCli.Diagnosis;

/// <summary>Connects and signs in to the mail server as the API does, and sends no mail.</summary>
internal static class MailServerCheck
{
    private const string CheckAddress = "check Email__Smtp__Host, Email__Smtp__Port and the network";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    public static Check Check { get; } = new("mail server", CheckedStore.None, RunAsync);

    private static async Task<Verdict> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var options = invocation.Get<IOptions<EmailOptions>>().Value.Smtp;
        if (options.Host.Length == 0)
        {
            return Verdict.Ok("not set here");
        }

        var server = string.Create(CultureInfo.InvariantCulture, $"{options.Host}:{options.Port}");
        if (options.User.Length > 0 && !options.UseTls && !await NetworkPlace.IsPrivateAsync(options.Host, cancellationToken))
        {
            return Verdict.Warning(
                $"{server} was not tried, because the password would be sent unencrypted", "set Email__Smtp__UseTls to true");
        }

        try
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            timeout.CancelAfter(Timeout);
            using var client = await MailServer.ConnectAsync(options, timeout.Token);
            return Verdict.Ok($"{server} lets this host {(options.User.Length > 0 ? "sign in" : "connect")}");
        }
#pragma warning disable CA1031 // Whatever keeps this host from the server, it keeps mails from being sent.
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            invocation.Terminal.Verbose(error.ToString());
            return Describe(server, MailServer.ErrorOf(error));
        }
    }

    private static Verdict Describe(string server, string error) => error switch
    {
        // The API may be in another network. If it cannot reach the server either, the check of the outbox finds mails that wait.
        "connection" => Verdict.Warning($"{server} cannot be reached from this host", CheckAddress),
        "timeout" => Verdict.Warning($"{server} does not answer this host", CheckAddress),
        "tls" => Verdict.Wrong(
            $"no TLS with {server}: its certificate is for another name or is not trusted, or the port does not begin with TLS",
            "check the certificate, Email__Smtp__Host and Email__Smtp__Port"),
        "tls_not_offered" => Verdict.Wrong(
            $"{server} does not offer TLS", "check Email__Smtp__Port: TLS is required, from the start on port 465 alone"),
        "smtp_authentication" => Verdict.Wrong(
            $"{server} rejects the user or the password, or lets nobody sign in",
            "check Email__Smtp__User and Email__Smtp__Password"),
        _ => Verdict.Wrong($"{server} refuses the connection ({error})", "see --verbose and the log of the mail server"),
    };
}
