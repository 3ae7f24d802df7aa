using System.Text;
using Microsoft.Extensions.Options;
using MimeKit;
using MimeKit.Text;
using SecureAuth.Core.Configuration.Api;
using SecureAuth.Core.Mail;

namespace SecureAuth.Api.Mail;

/// <summary>
/// Writes a mail. Its links consist of a configured address and a token, and of nothing from a request, which may only choose one
/// of the addresses. The token is in the fragment, which no browser sends to a server, so that no log of a proxy and no Referer
/// contains it.
/// </summary>
internal sealed class MailComposer(
    MailTemplates templates, IOptions<EmailOptions> email, IOptions<TokenOptions> tokens)
{
    /// <summary>The longest line that SMTP allows without an encoding.</summary>
    private const int MaxLineLength = 998;

    private readonly string _defaultBase = email.Value.LinkBase.Length > 0
        ? email.Value.LinkBase
        : $"{tokens.Value.Issuer.TrimEnd('/')}/account";

    private readonly MailboxAddress _from = SenderOf(email.Value, new Uri(tokens.Value.Issuer));

    /// <param name="mail">The mail from the outbox.</param>
    /// <param name="admitted">Its recipient and its token.</param>
    /// <param name="key">The key from which the token is derived.</param>
    public MimeMessage Compose(LeasedMail mail, Admission.Admitted admitted, OneTimeTokenKey key)
    {
        var details = mail.ParseDetails();
        var linkBase = BaseOf(details);
        var hasCode = admitted.Token?.CodeId is not null;
        var variables = new MailVariables
        {
            Product = email.Value.ProductName,
            Site = SiteOf(linkBase),
            Name = admitted.Name,
            Link = admitted.Token is { } token && !hasCode ? LinkOf(linkBase, token, key, admitted.Recipient) : null,
            Code = admitted.Token is { } derived && hasCode ? key.DeriveCode(derived) : null,
            Lifetime = admitted.Token is { } issued ? LifetimeOf(issued) : null,
            Time = mail.CreatedAt,
            Details = details,
        };
        var text = templates.Render(TextOf(mail.Kind, admitted.Token), variables.All, hasCode);

        var message = new MimeMessage
        {
            // The same for every attempt, so that a receiver recognises a mail that was sent twice.
            MessageId = $"{mail.Id:N}@{_from.Domain}",
            Date = mail.CreatedAt,
            Subject = text.Subject,
            Body = new MultipartAlternative(Part(TextFormat.Plain, text.Text), Part(TextFormat.Html, text.Html)),
        };
        message.From.Add(_from);
        message.To.Add(new MailboxAddress(null, admitted.Recipient));
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }

    /// <summary>A request to verify an address gets a link to choose a password if the account has none.</summary>
    private static MailKind TextOf(MailKind kind, TokenSubject? token) =>
        kind == MailKind.VerifyEmail && token?.Purpose == OneTimeTokenPurpose.ResetPassword ? MailKind.ResetPassword : kind;

    private static TimeSpan LifetimeOf(TokenSubject token) =>
        token.CodeId is null ? OneTimeTokens.LifetimeOf(token.Purpose) : MailedCodes.Lifetime;

    /// <summary>
    /// The address that the request chose, if it is still one of those that are configured. Neither an address that has been
    /// removed while a mail waited nor one that somebody wrote into the database gets a token.
    /// </summary>
    private string BaseOf(MailDetails details) =>
        (details.LinkBase is { } chosen && email.Value.Allows(chosen) ? chosen : _defaultBase).TrimEnd('/');

    /// <summary>Without a front end of the operator's own, the site is the issuer.</summary>
    private string SiteOf(string linkBase) => linkBase == _defaultBase && email.Value.LinkBase.Length == 0
        ? tokens.Value.Issuer.TrimEnd('/')
        : LinkBase.OriginOf(linkBase);

    private static string LinkOf(string linkBase, TokenSubject token, OneTimeTokenKey key, string recipient)
    {
        var page = token.Purpose switch
        {
            OneTimeTokenPurpose.ResetPassword => "reset",
            OneTimeTokenPurpose.RestoreEmail => "restore",
            OneTimeTokenPurpose.Invitation => "invitation",
            _ => "verify",
        };

        // Whoever is invited has no account yet, and would have to type the address, which the token alone does not tell.
        var address = token.Purpose == OneTimeTokenPurpose.Invitation ? $"&email={Uri.EscapeDataString(recipient)}" : "";
        return $"{linkBase}/{page}#token={key.Derive(token)}{address}";
    }

    /// <summary>ASCII is sent as it is, so that a link stays in one piece for whoever reads the source of the mail.</summary>
    private static TextPart Part(TextFormat format, string text)
    {
        var part = new TextPart(format);
        part.SetText(Encoding.UTF8, text.ReplaceLineEndings("\r\n"));
        part.ContentTransferEncoding = Ascii.IsValid(text) && text.Split('\n').All(line => line.Length < MaxLineLength)
            ? ContentEncoding.SevenBit
            : ContentEncoding.QuotedPrintable;
        return part;
    }

    private static MailboxAddress SenderOf(EmailOptions options, Uri issuer)
    {
        var from = Sender.Parse(options.From) ?? new Sender(null, $"no-reply@{issuer.Host}");
        return new MailboxAddress(from.Name ?? options.ProductName, from.Address);
    }
}
