using Microsoft.Extensions.Options;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Configuration.Api;
using SecureAuth.Core.Mail;

namespace SecureAuth.Api.Mail;

/// <summary>
/// Says at the start what users will miss. They would get no link, or one that leads nowhere, and nobody would see an error.
/// </summary>
internal static partial class MailWarnings
{
    /// <summary>Waits for the start, because a process that does not start says why and nothing else.</summary>
    public static void WarnAboutMail(this WebApplication app) => app.Lifetime.ApplicationStarted.Register(() => Warn(app));

    private static void Warn(WebApplication app)
    {
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(MailWarnings));
        var email = app.Services.GetRequiredService<IOptions<EmailOptions>>().Value;
        if (!email.CanSend)
        {
            LogNoMail(logger);
        }
        else if (email.LinkBase.Length == 0 && app.Services.GetRequiredService<IOptions<AccountPageOptions>>().Value.Page != true)
        {
            LogNoPage(logger, app.Services.GetRequiredService<IOptions<TokenOptions>>().Value.Issuer);
        }
    }

    [LoggerMessage(
        EventId = 1, Level = LogLevel.Warning,
        Message = "This process sends no mails, because neither Email__Smtp__Host nor Email__PickupDirectory is set: users are "
            + "not told of changes, and only an operator can help who has forgotten a password")]
    private static partial void LogNoMail(ILogger logger);

    [LoggerMessage(
        EventId = 2, Level = LogLevel.Warning,
        Message = "The links in mails lead to pages under {Issuer}/account, which this process does not serve, because "
            + "Account__Page is false: something else must serve them, or Email__LinkBase name another place")]
    private static partial void LogNoPage(ILogger logger, string issuer);
}
