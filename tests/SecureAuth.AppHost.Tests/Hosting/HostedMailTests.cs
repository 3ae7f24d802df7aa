using Aspire.Hosting;

namespace SecureAuth.AppHost.Tests.Hosting;

/// <summary>How the service sends mails.</summary>
public sealed class HostedMailTests
{
    [Fact]
    public async Task A_mail_server_is_published_with_its_password_as_a_secret()
    {
        var system = HostedSystem.OfPublish;
        system.Auth.WithMail(
            "Example <no-reply@example.com>",
            system.Builder.AddParameter("smtp-host"),
            port: 465,
            system.Builder.AddParameter("smtp-user"),
            system.Builder.AddParameter("smtp-password", secret: true));

        var settings = await system.ServiceSettingsAsync();

        Assert.Equal("Example <no-reply@example.com>", settings["Email__From"]);
        Assert.Equal("{smtp-host.value}", settings["Email__Smtp__Host"]);
        Assert.Equal("465", settings["Email__Smtp__Port"]);
        Assert.Equal("{smtp-user.value}", settings["Email__Smtp__User"]);
        Assert.Equal("{smtp-password.value}", settings["Email__Smtp__Password"]);
        Assert.DoesNotContain("Email__Smtp__UseTls", settings.Keys);
    }

    [Fact]
    public void A_password_that_is_not_secret_is_refused()
    {
        var system = HostedSystem.OfPublish;

        Assert.Throws<ArgumentException>(() => system.Auth.WithMail(
            "no-reply@example.com",
            system.Builder.AddParameter("smtp-host"),
            password: system.Builder.AddParameter("smtp-password")));
    }

    [Fact]
    public async Task A_server_without_TLS_is_for_a_run_only()
    {
        Assert.Equal("false", (await SettingsAsync(HostedSystem.OfRun))["Email__Smtp__UseTls"]);
        Assert.DoesNotContain("Email__Smtp__Host", (await SettingsAsync(HostedSystem.OfPublish)).Keys);

        static Task<Dictionary<string, string>> SettingsAsync(HostedSystem system)
        {
            // Any resource with an endpoint will do.
            system.Auth.WithMail("no-reply@example.com", system.Auth.GetEndpoint("http"));
            return system.ServiceSettingsAsync();
        }
    }

    [Fact]
    public async Task Without_a_server_the_mails_of_a_run_become_files() =>
        Assert.Equal("/tmp/mails", (await HostedSystem.OfRun.ServiceSettingsAsync())["Email__PickupDirectory"]);
}
