using Aspire.Hosting.ApplicationModel;

namespace SecureAuth.AppHost.Aspire.Publishing;

/// <summary>The mail server of what is published. By default there is none, so addresses are not verified.</summary>
internal static class MailSettings
{
    public static IResourceBuilder<ProjectResource> WithMailSettings(this IResourceBuilder<ProjectResource> api)
    {
        var application = api.ApplicationBuilder;
        return api
            .WithEnvironment("Email__From", Setting("mail-from"))
            .WithEnvironment("Email__Smtp__Host", Setting("smtp-host"))
            .WithEnvironment("Email__Smtp__Port", Setting("smtp-port", "587"))
            .WithEnvironment("Email__Smtp__User", Setting("smtp-user"))
            .WithEnvironment("Email__Smtp__Password", application.AddParameter("smtp-password", "", secret: true))

            // The API refuses to start if verification is required and no mail server is configured.
            .WithEnvironment("Accounts__EmailVerification", Setting("email-verification", "Optional"));

        IResourceBuilder<ParameterResource> Setting(string name, string value = "") =>
            application.AddParameter(name, value, publishValueAsDefault: true);
    }
}
