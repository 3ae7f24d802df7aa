using SecureAuth.IntegrationTests.Mail;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.Diagnosis;

[Collection(typeof(DoctorPatients))]
public sealed class DoctorMailTests(DoctorStack stack) : IAsyncDisposable
{
    private const string Password = "marker-7f3a";

    private static readonly (string Key, string Value)[] User =
        [("Email__Smtp__User", "mailer"), ("Email__Smtp__Password", Password)];

    private readonly SmtpServer _server = new() { OffersTls = true };

    [Fact]
    public async Task A_mail_server_that_lets_the_user_sign_in_is_sound_and_gets_no_mail()
    {
        var report = await ExamineAsync(User);

        report.IsOk("mail_server");
        Assert.Contains($"localhost:{_server.Port}", report.DetailOf("mail_server"), StringComparison.Ordinal);
        Assert.Equal(1, _server.Connections);
        Assert.Empty(_server.Deliveries);
    }

    [Fact]
    public async Task A_rejected_password_is_named_without_its_value()
    {
        _server.Reply = line => line.StartsWith("AUTH", StringComparison.Ordinal) ? "535 no" : null;

        var report = await ExamineAsync(User);

        report.Finds("mail_server", "wrong", "rejects the user or the password", "Email__Smtp__Password");
        Assert.DoesNotContain(Password, report.Result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_lets_nobody_sign_in_is_wrong_if_a_user_is_configured()
    {
        _server.OffersAuthentication = false;

        (await ExamineAsync(User)).Finds("mail_server", "wrong", "lets nobody sign in", "Email__Smtp__User");
        (await ExamineAsync()).IsOk("mail_server");
    }

    [Fact]
    public async Task A_password_is_not_sent_unencrypted_over_a_public_network()
    {
        var report = await stack.ExamineAsync(
            [.. User, ("Email__Smtp__Host", "203.0.113.1"), ("Email__Smtp__UseTls", "false")]);

        report.Finds("mail_server", "warning", "was not tried", "Email__Smtp__UseTls");
    }

    [Fact]
    public async Task A_certificate_that_this_host_does_not_trust_is_wrong() =>
        (await stack.ExamineAsync(_server.Settings(useTls: true)))
            .Finds("mail_server", "wrong", "is not trusted", "check the certificate");

    [Fact]
    public async Task A_mail_server_without_TLS_is_wrong()
    {
        _server.OffersTls = false;

        (await ExamineAsync()).Finds("mail_server", "wrong", "does not offer TLS", "Email__Smtp__Port");
    }

    [Fact]
    public async Task A_mail_server_that_refuses_this_host_is_wrong()
    {
        _server.Reply = line => line.Split(' ')[0] is "EHLO" or "HELO" ? "550 go away" : null;

        (await ExamineAsync()).Finds("mail_server", "wrong", "smtp_550", "the log of the mail server");
    }

    [Fact]
    public async Task A_mail_server_that_says_nothing_is_given_up_with_a_warning()
    {
        _server.HangsAt = "CONNECT";

        (await ExamineAsync()).Finds("mail_server", "warning", "does not answer", "Email__Smtp__Host");
    }

    [Fact]
    public async Task A_port_at_which_nobody_listens_is_a_warning() =>
        (await ExamineAsync(("Email__Smtp__Port", $"{FreePort.Next()}")))
            .Finds("mail_server", "warning", "cannot be reached", "Email__Smtp__Port");

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Task<DoctorReport> ExamineAsync(params (string Key, string Value)[] settings) =>
        stack.ExamineAsync([.. _server.Settings(useTls: true), _server.Trust, .. settings]);
}
