using System.Globalization;
using Microsoft.Extensions.Options;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.Core.Mail;

namespace SecureAuth.AdminCli.Diagnosis;

/// <summary>Connects to the mail server as the API does, and sends nothing.</summary>
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
        "connection" => Verdict.Wrong($"{server} cannot be reached", CheckAddress),
        "timeout" => Verdict.Wrong($"{server} does not answer", CheckAddress),
        "tls" => Verdict.Wrong(
            $"the certificate of {server} is not valid for it, or this host does not trust it",
            "check Email__Smtp__Host and the certificate"),
        "tls_not_offered" => Verdict.Wrong(
            $"{server} does not offer TLS", "check Email__Smtp__Port: TLS is required, from the start on port 465 alone"),
        "smtp_authentication" => Verdict.Wrong(
            $"{server} rejects the user or the password", "check Email__Smtp__User and Email__Smtp__Password"),
        _ => Verdict.Wrong($"{server} refuses the connection ({error})", "see --verbose and the log of the mail server"),
    };
}
