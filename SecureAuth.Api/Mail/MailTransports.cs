using Microsoft.Extensions.Options;
using SecureAuth.Core.Mail;

namespace SecureAuth.Api.Mail;

/// <summary>Chooses how mails are sent.</summary>
internal static class MailTransports
{
    public static IMailTransport Create(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<EmailOptions>>().Value;
        return options.PickupDirectory.Length > 0
            ? new PickupTransport(options.PickupDirectory)
            : new SmtpTransport(options.Smtp);
    }

    /// <summary>
    /// Stops the process, with one line for each problem, if a template is invalid or the pickup folder cannot be written to. At
    /// night, an operator would find mails that fail instead.
    /// </summary>
    /// <exception cref="OptionsValidationException">There is a problem.</exception>
    public static Task TestMailAsync(this WebApplication app) => Task.Run(() =>
    {
        app.Services.GetRequiredService<MailTemplates>();
        TestFolder(app.Services.GetRequiredService<IOptions<EmailOptions>>().Value.PickupDirectory);
    });

    private static void TestFolder(string folder)
    {
        if (folder.Length == 0)
        {
            return;
        }

        try
        {
            PickupFolder.Create(folder);
            using var test = new FileStream(
                Path.Combine(folder, ".write-test"), FileMode.Create, FileAccess.Write, FileShare.ReadWrite, 1,
                FileOptions.DeleteOnClose);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new OptionsValidationException(
                EmailOptions.Section,
                typeof(EmailOptions),
                [$"Email__PickupDirectory is '{folder}'; allowed: a folder that the process can write to"]);
        }
    }
}
