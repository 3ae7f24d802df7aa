using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Configuration;

namespace SecureAuth.Core.Mail;

/// <summary>How mails are sent, and for how long they are kept.</summary>
public sealed class EmailOptions
{
    public const string Section = "Email";

    private const int MaxProductNameLength = 100;

    private const int MaxLinkBases = 50;

    /// <summary>The sender, such as <c>Example &lt;no-reply@example.com&gt;</c>.</summary>
    public string From { get; set; } = "";

    /// <summary>The name that the mails call the service by.</summary>
    public string ProductName { get; set; } = "SecureAuth";

    /// <summary>A folder in which each mail becomes a file, instead of being sent.</summary>
    public string PickupDirectory { get; set; } = "";

    /// <summary>A folder whose files replace the built-in templates of the same name.</summary>
    public string TemplatesDirectory { get; set; } = "";

    /// <summary>
    /// The base URL of the links in mails, such as <c>https://app.example.com/auth</c>. The default is <c>/account</c> on the
    /// origin of the issuer.
    /// </summary>
    public string LinkBase { get; set; } = "";

    /// <summary>Further base URLs, one of which a request may choose for its mail.</summary>
    public IList<string> LinkBases { get; } = [];

    /// <summary>How the recipient of a mail that somebody asked for proves to have read it.</summary>
    public EmailProof Proof { get; set; } = EmailProof.Link;

    public SmtpOptions Smtp { get; } = new();

    /// <summary>For how long a sent mail is kept, with its address.</summary>
    public TimeSpan SentRetention { get; set; } = TimeSpan.FromDays(7);

    /// <summary>For how long a mail that could not be delivered is kept.</summary>
    public TimeSpan FailedRetention { get; set; } = TimeSpan.FromDays(30);

    public bool CanSend => Smtp.Host.Length > 0 || PickupDirectory.Length > 0;

    public bool UsesCodes => Proof == EmailProof.Code;

    /// <summary>Whether a request may have its link begin with this, which is compared as text.</summary>
    public bool Allows(string linkBase) => LinkBases.Contains(linkBase) || (LinkBase.Length > 0 && LinkBase == linkBase);

    /// <summary>In Development, mails become files beside the program unless a server is configured.</summary>
    internal sealed class Defaults(IHostEnvironment environment) : IPostConfigureOptions<EmailOptions>
    {
        public void PostConfigure(string? name, EmailOptions options)
        {
            if (environment.IsDevelopment() && !options.CanSend)
            {
                options.PickupDirectory = Path.Combine(environment.ContentRootPath, ".local", "mail");
            }
        }
    }

    internal sealed class Validator(IHostEnvironment environment) : IValidateOptions<EmailOptions>
    {
        public ValidateOptionsResult Validate(string? name, EmailOptions options)
        {
            var smtp = options.Smtp;
            var problems = new SettingProblems(Section);
            RequireLinkBases(problems, options);
            return problems
                .Require(Enum.IsDefined(options.Proof), nameof(Proof), options.Proof, "Link or Code")
                .Require(
                    options.From.Length == 0 || Sender.Parse(options.From) is not null, nameof(From), options.From,
                    "one mailbox such as no-reply@example.com or Example <no-reply@example.com>")
                .Require(
                    options.ProductName.Length is >= 1 and <= MaxProductNameLength && PlainText.IsPlain(options.ProductName),
                    nameof(ProductName), options.ProductName, "1 to 100 characters on one line")
                .Require(
                    options.PickupDirectory.Length == 0 || smtp.Host.Length == 0,
                    nameof(PickupDirectory), options.PickupDirectory, "nothing, if Email__Smtp__Host is set")
                .Require(
                    options.TemplatesDirectory.Length == 0 || Directory.Exists(options.TemplatesDirectory),
                    nameof(TemplatesDirectory), options.TemplatesDirectory, "a folder that exists")
                .Require(
                    Uri.CheckHostName(smtp.Host) != UriHostNameType.Unknown || smtp.Host.Length == 0,
                    $"{nameof(Smtp)}__{nameof(smtp.Host)}", smtp.Host, "the name or the address of a mail server")
                .Require(
                    smtp.Port is >= 1 and <= 65535, $"{nameof(Smtp)}__{nameof(smtp.Port)}", smtp.Port, "1 to 65535")
                .RequireSecret(
                    smtp.User.Length == 0 == (smtp.Password.Length == 0), $"{nameof(Smtp)}__{nameof(smtp.Password)}",
                    "a password, exactly if Email__Smtp__User is set")
                .Require(
                    IsRetention(options.SentRetention), nameof(SentRetention), options.SentRetention,
                    "01:00:00 to 365.00:00:00")
                .Require(
                    IsRetention(options.FailedRetention), nameof(FailedRetention), options.FailedRetention,
                    "01:00:00 to 365.00:00:00")
                .ToResult();
        }

        private void RequireLinkBases(SettingProblems problems, EmailOptions options)
        {
            var allowHttp = environment.IsDevelopment() || environment.IsEnvironment("Testing");
            var allowed = (allowHttp ? "an http or https" : "an https")
                + " address such as https://app.example.com/auth, as a browser writes it, without query and fragment";
            problems.Require(
                options.LinkBase.Length == 0 || Mail.LinkBase.IsValid(options.LinkBase, allowHttp), nameof(LinkBase),
                options.LinkBase, allowed);
            problems.Require(
                options.LinkBases.Count <= MaxLinkBases, nameof(LinkBases), $"a list of {options.LinkBases.Count}",
                "at most 50 addresses");
            for (var i = 0; i < options.LinkBases.Count; i++)
            {
                problems.Require(
                    Mail.LinkBase.IsValid(options.LinkBases[i], allowHttp), $"{nameof(LinkBases)}__{i}", options.LinkBases[i],
                    allowed);
            }
        }

        private static bool IsRetention(TimeSpan retention) =>
            retention >= TimeSpan.FromHours(1) && retention <= TimeSpan.FromDays(365);
    }
}
