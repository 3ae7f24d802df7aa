using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Mail;

/// <summary>The links in mails lead to the front end that is configured, or to one of a list that the request chooses.</summary>
public sealed class LinkBaseTests(LinkBaseTests.Fixture links) : IClassFixture<LinkBaseTests.Fixture>
{
    private const string Default = "https://app.example.com/auth/";

    private const string Other = "https://m.example.com";

    private readonly TestClient _client = links.NewClient();

    [Fact]
    public async Task A_link_begins_with_the_configured_address_whatever_the_request_says_it_was_sent_to()
    {
        var user = NewUser.Create();
        var request = TestClient.Request(HttpMethod.Post, "/api/v1/auth/register");
        request.Headers.Host = "attacker.test";
        request.Headers.Add("X-Forwarded-Host", "attacker.test");
        request.Headers.Add("Origin", "https://attacker.test");
        request.Content = System.Net.Http.Json.JsonContent.Create(new { email = user.Email, password = user.Password });

        Assert.Equal(HttpStatusCode.Accepted, (await _client.SendAsync(request)).Status);

        var mail = await links.MailboxOf(user).WaitAsync(MailSubjects.Verify);
        Assert.Contains("https://app.example.com/auth/verify#token=saot_", mail.Text, StringComparison.Ordinal);
        Assert.Contains("SecureAuth at https://app.example.com.", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("attacker.test", mail.Text + mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(Settings.Issuer, mail.Text + mail.Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await _client.VerifyEmailAsync(mail.Token)).Status);
    }

    [Fact]
    public async Task A_request_chooses_an_address_of_the_list_for_each_mail()
    {
        var user = NewUser.Create();
        var registered = await _client.PostAsync(
            "/api/v1/auth/register", new { email = user.Email, password = user.Password, link_base = Other });
        Assert.Equal("""{"status":"verification_required"}""", registered.Body);
        var verify = await links.MailboxOf(user).WaitAsync(MailSubjects.Verify);
        Assert.Contains($"{Other}/verify#token=", verify.Text, StringComparison.Ordinal);
        await _client.PostAsync("/api/v1/auth/email/resend", new { email = user.Email, link_base = Default });
        var again = await links.MailboxOf(user).WaitAsync(MailSubjects.Verify, 2);
        Assert.Contains("https://app.example.com/auth/verify#token=", again.Text, StringComparison.Ordinal);
        await _client.VerifyEmailAsync(again.Token);

        await _client.PostAsync("/api/v1/auth/password/forgot", new { email = user.Email, link_base = Other });

        var reset = await links.MailboxOf(user).WaitAsync(MailSubjects.Reset);
        Assert.Contains($"{Other}/reset#token=", reset.Text, StringComparison.Ordinal);
        Assert.Contains($"{Other}/reset#token=", reset.Html, StringComparison.Ordinal);
        var moved = NewUser.Create();
        await _client.PostAsync(
            "/api/v1/users/me/email", new { new_email = moved.Email, link_base = Other },
            (await _client.LoginAsync(user))["access_token"]);
        var change = await links.MailboxOf(moved).WaitAsync(MailSubjects.VerifyNew);
        Assert.Contains($"{Other}/verify#token=", change.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_inviting_user_chooses_an_address_of_the_list()
    {
        var inviter = NewUser.Create();
        await _client.RegisterAsync(inviter);
        await _client.VerifyEmailAsync((await links.MailboxOf(inviter).WaitAsync(MailSubjects.Verify)).Token);
        await links.Database.GrantRoleAsync(inviter.Email, Settings.InvitingRole);
        var token = (await _client.LoginAsync(inviter))["access_token"];
        var invited = NewUser.Create();

        var refused = await _client.PostAsync(
            "/api/v1/invitations", new { email = invited.Email, link_base = "https://attacker.test" }, token);
        var accepted = await _client.PostAsync("/api/v1/invitations", new { email = invited.Email, link_base = Other }, token);

        Problems.IsInvalid("link_base", refused);
        Assert.Equal(HttpStatusCode.Accepted, accepted.Status);
        var mail = await links.MailboxOf(invited).WaitAsync(MailSubjects.Invitation);
        Assert.Contains($"{Other}/invitation#token=", mail.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://m.example.com/")]
    [InlineData("https://m.example.com.attacker.test")]
    [InlineData("https://m.example.com@attacker.test")]
    [InlineData("HTTPS://m.example.com")]
    [InlineData("https://app.example.com/auth")]
    [InlineData("")]
    public async Task An_address_that_is_not_on_the_list_is_refused(string linkBase)
    {
        var user = NewUser.Create();
        foreach (var (path, body) in new (string, object)[]
        {
            ("register", new { email = user.Email, password = user.Password, link_base = linkBase }),
            ("email/resend", new { email = user.Email, link_base = linkBase }),
            ("password/forgot", new { email = user.Email, link_base = linkBase }),
        })
        {
            var response = await _client.PostAsync($"/api/v1/auth/{path}", body);

            Problems.IsInvalid("link_base", response);
            Assert.Equal(["invalid_value"], response.ErrorsOf("link_base"));
        }
    }

    [Fact]
    public async Task An_operator_chooses_the_address_of_an_invitation_from_the_list()
    {
        var user = NewUser.Create();
        var settings = links.Settings.ForOperators();

        var unknown = await Cli.RunAsync(settings, "", "users", "invite", user.Email, "--link-base", Other);
        settings["Email__LinkBases__0"] = Other;
        await Cli.SucceedAsync(settings, "users", "invite", user.Email, "--link-base", Other);

        Assert.Equal(1, unknown.ExitCode);
        Assert.Contains($"{Other} is not in Email__LinkBases", unknown.Messages, StringComparison.Ordinal);
        var mail = await links.MailboxOf(user).WaitAsync(MailSubjects.Invitation);
        Assert.Contains($"{Other}/invitation#token=", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_list_the_member_is_unknown()
    {
        var client = links.System.NewClient();

        var response = await client.PostAsync(
            "/api/v1/auth/password/forgot", new { email = "ada@users.test", link_base = Settings.Issuer });

        Problems.IsInvalid("link_base", response);
        Assert.Equal(["not_acceptable"], response.ErrorsOf("link_base"));
        Assert.DoesNotContain(
            "link_base", (await client.GetAsync("/api/v1/openapi.json")).Body, StringComparison.Ordinal);
        Assert.Contains(
            "link_base", (await _client.GetAsync("/api/v1/openapi.json")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_that_is_tried_again_keeps_its_address_unless_that_has_been_removed()
    {
        await using var own = await OwnDatabase.CreateAsync(links.System);
        var kept = NewUser.Create();
        var removed = NewUser.Create();
        await using (var silent = await own.StartApiAsync(
            ("Email__PickupDirectory", ""), ("Email__LinkBases__0", Other), ("Email__LinkBases__1", "https://old.example.com")))
        {
            var client = new TestClient(silent);
            foreach (var (user, linkBase) in new[] { (kept, Other), (removed, "https://old.example.com") })
            {
                await client.PostAsync(
                    "/api/v1/auth/register", new { email = user.Email, password = user.Password, link_base = linkBase });
            }
        }

        var id = await own.Database.ScalarAsync<Guid>(
            """
            UPDATE outbox SET failed_at = clock_timestamp(), erase_at = clock_timestamp() + interval '1 day', attempts = 9
            WHERE recipient = $1 RETURNING id
            """,
            kept.Email);
        await Cli.SucceedAsync(own.Settings.ForOperators(), "mail", "retry", id.ToString(), "--yes");
        await using var sending = await own.StartApiAsync(
            ("Email__LinkBase", "https://app.example.com"), ("Email__LinkBases__0", Other));

        Assert.Contains(
            $"{Other}/verify#token=",
            (await links.MailboxOf(kept).WaitAsync(MailSubjects.Verify)).Text,
            StringComparison.Ordinal);
        Assert.Contains(
            "https://app.example.com/verify#token=",
            (await links.MailboxOf(removed).WaitAsync(MailSubjects.Verify)).Text,
            StringComparison.Ordinal);
    }

    public sealed class Fixture(TestSystem system) : IAsyncLifetime
    {
        private OwnDatabase? _own;

        private RunningApi? _api;

        internal TestSystem System => system;

        internal Database Database => _own!.Database;

        internal Settings Settings => _own!.Settings;

        public async ValueTask InitializeAsync()
        {
            _own = await OwnDatabase.CreateAsync(system);
            _api = await _own.StartApiAsync(
                ("Accounts__EmailVerification", "Required"), ("Email__LinkBase", Default), ("Email__LinkBases__0", Other));
        }

        internal TestClient NewClient() => new(_api!);

        internal Mailbox MailboxOf(NewUser user) => system.MailboxOf(user.Email);

        public async ValueTask DisposeAsync()
        {
            await (_api?.DisposeAsync() ?? ValueTask.CompletedTask);
            await (_own?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }
}
