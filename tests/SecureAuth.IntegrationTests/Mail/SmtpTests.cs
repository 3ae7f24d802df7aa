using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Mail;

/// <summary>Mails on the wire, each test with a mail server, a database and an instance of its own.</summary>
public sealed class SmtpTests(TestSystem system) : IAsyncLifetime
{
    private readonly SmtpServer _server = new();

    private OwnDatabase _own = null!;

    public async ValueTask InitializeAsync() => _own = await OwnDatabase.CreateAsync(system);

    public async ValueTask DisposeAsync()
    {
        await _own.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_mail_and_the_password_of_the_server_are_sent_through_TLS()
    {
        _server.OffersTls = true;
        await using var api = await _own.StartProcessAsync(
            [
                .. _server.Settings(useTls: true), _server.Trust, ("Email__From", "Auth <auth@example.com>"),
                ("Email__Smtp__User", "mailer"), ("Email__Smtp__Password", "secret"), ("Email__ProductName", "Example"),
            ]);
        var user = await NewUser.RegisterAsync(new TestClient(api));

        var delivery = await _server.WaitAsync(user.Email);

        Assert.True(delivery.IsEncrypted);
        Assert.Equal("\0mailer\0secret", delivery.Credentials);
        var message = delivery.Mail.Message;
        Assert.Equal("\"Auth\" <auth@example.com>", message.From.ToString());
        Assert.Equal("Verify your e-mail address for Example", message.Subject);
        Assert.Equal("auto-generated", message.Headers["Auto-Submitted"]);
        Assert.Equal(HttpStatusCode.NoContent, (await new TestClient(api).VerifyEmailAsync(delivery.Mail.Token)).Status);
        Assert.DoesNotContain(user.Email, api.Log.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task On_port_465_TLS_begins_with_the_connection()
    {
        await using var server = ListenOn465();
        server.BeginsWithTls = true;
        await using var api = await _own.StartProcessAsync([.. server.Settings(useTls: true), server.Trust]);
        var user = await NewUser.RegisterAsync(new TestClient(api));

        Assert.True((await server.WaitAsync(user.Email)).IsEncrypted);
    }

    [Theory]
    [InlineData(false, "tls_not_offered")]
    [InlineData(true, "tls")]
    public async Task Nothing_is_sent_to_a_server_without_TLS_or_with_an_untrusted_certificate(bool offersTls, string error)
    {
        _server.OffersTls = offersTls;
        await using var api = await _own.StartApiAsync(_server.Settings(useTls: true));
        await NewUser.RegisterAsync(new TestClient(api));

        await HasErrorAsync(error);

        Assert.Empty(_server.Deliveries);
    }

    [Fact]
    public async Task A_mail_that_is_refused_for_now_is_sent_again_within_a_minute()
    {
        _server.Reply = line => line.StartsWith("RCPT", StringComparison.Ordinal) ? "451 try again later" : null;
        await using var api = await _own.StartApiAsync(_server.Settings());
        var user = await NewUser.RegisterAsync(new TestClient(api));
        await HasErrorAsync("smtp_451");
        Assert.True(await _own.Database.ScalarAsync<bool>(
            """
            SELECT bool_and(next_attempt_at BETWEEN clock_timestamp() AND clock_timestamp() + interval '1 minute'
                AND failed_at IS NULL) FROM outbox
            """));

        _server.Reply = _ => null;
        await MakeDueAsync();

        Assert.NotNull((await _server.WaitAsync(user.Email)).Mail.Token);
        await IsSentAsync();
    }

    [Fact]
    public async Task A_mail_that_is_refused_for_good_fails_at_once_and_an_operator_can_retry_it()
    {
        var bad = NewUser.Create();
        _server.Reply = line => line.Contains(bad.Email, StringComparison.Ordinal) ? "550 no such user" : null;
        await using var api = await _own.StartApiAsync(_server.Settings());
        var client = new TestClient(api);
        await client.RegisterAsync(bad);
        var good = await NewUser.RegisterAsync(client);
        await _server.WaitAsync(good.Email);
        await HasErrorAsync("smtp_550");

        var mail = Assert.Single((await ListAsync("--failed")).Json.GetProperty("mails").EnumerateArray());
        Assert.Equal(
            ("verify_email", "failed", bad.Email, "smtp_550"),
            (mail.GetProperty("kind").GetString(), mail.GetProperty("status").GetString(),
                mail.GetProperty("recipient").GetString(), mail.GetProperty("last_error").GetString()));
        var id = mail.GetProperty("id").GetString()!;
        Assert.Equal(2, (await ListAsync()).Json.GetProperty("mails").GetArrayLength());

        // Two days later, the purge has removed the token.
        await _own.Database.ExecuteAsync("DELETE FROM one_time_tokens");
        _server.Reply = _ => null;
        var dryRun = await RunAsync("mail", "retry", id, "--dry-run", "--output", "json");
        Assert.True(dryRun.Json.GetProperty("dry_run").GetBoolean());
        Assert.Empty(_server.To(bad.Email));
        var retried = await RunAsync("mail", "retry", id, "--reason", "repaired", "--output", "json");

        Assert.True(retried.Json.GetProperty("changed").GetBoolean());
        var delivery = await _server.WaitAsync(bad.Email);
        await IsSentAsync();
        Assert.Equal(HttpStatusCode.NoContent, (await client.VerifyEmailAsync(delivery.Mail.Token!)).Status);
        var row = Assert.Single(await _own.Database.AuditOfEventAsync(AuditEvent.MailRetried));
        Assert.Equal("repaired", row.Reason);
        Assert.False((await RunAsync("mail", "retry", id, "--output", "json")).Json.GetProperty("changed").GetBoolean());
        var unknown = await Cli.RunAsync(_own.Settings, "mail", "retry", Guid.Empty.ToString());
        Assert.Equal(3, unknown.ExitCode);
    }

    [Fact]
    public async Task A_mail_whose_acceptance_is_lost_is_sent_again_as_the_same_mail()
    {
        _server.DropsAfterData = true;
        await using var api = await _own.StartApiAsync(_server.Settings());
        var user = await NewUser.RegisterAsync(new TestClient(api));
        await HasErrorAsync("connection");

        _server.DropsAfterData = false;
        await MakeDueAsync();
        await IsSentAsync();

        var deliveries = _server.To(user.Email).ToList();
        Assert.Equal(2, deliveries.Count);
        Assert.Single(deliveries.Select(delivery => delivery.Mail.Message.MessageId).Distinct());
        Assert.Single(deliveries.Select(delivery => delivery.Mail.Token).Distinct());
    }

    [Fact]
    public async Task A_server_that_hangs_delays_neither_requests_nor_the_end_of_the_process()
    {
        _server.HangsAt = "CONNECT";
        await using var api = await _own.StartProcessAsync(_server.Settings());
        var client = new TestClient(api);
        await NewUser.RegisterAsync(client);
        await Eventually.IsTrueAsync(() => _server.Hanging > 0, "the sender waits for the server");

        await SignedInUser.CreateAsync(client);
        Assert.Equal(0, await _own.Database.ScalarAsync<long>(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'"));
        var watch = Stopwatch.StartNew();
        await api.StopAsync();

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.True(await _own.Database.ScalarAsync<bool>(
            """
            SELECT bool_and(sent_at IS NULL AND failed_at IS NULL AND next_attempt_at < now() + interval '1 minute')
            FROM outbox
            """));
    }

    [Fact]
    public async Task A_mail_that_a_killed_process_had_taken_is_sent_by_another_one()
    {
        _server.HangsAt = "DATA";
        var user = NewUser.Create();
        await using (var first = await _own.StartProcessAsync(_server.Settings()))
        {
            await new TestClient(first).RegisterAsync(user);
            await Eventually.IsTrueAsync(() => _server.Hanging > 0, "the sender is in the middle of a mail");
            await first.KillAsync();
        }

        _server.HangsAt = null;
        await using var second = await _own.StartApiAsync(_server.Settings());
        Assert.Empty(_server.Deliveries);
        await MakeDueAsync();

        await _server.WaitAsync(user.Email);
        await IsSentAsync();
    }

    [Fact]
    public async Task A_mail_is_given_up_after_a_day_and_one_that_waits_for_ten_minutes_degrades_the_health()
    {
        _server.Reply = line => line.StartsWith("MAIL", StringComparison.Ordinal) ? "451 try again later" : null;
        await using var api = await _own.StartApiAsync(_server.Settings());
        var client = new TestClient(api);
        await NewUser.RegisterAsync(client);
        await HasErrorAsync("smtp_451");
        Assert.Equal("Healthy", (await client.GetAsync("/health")).Body);

        await _own.Database.ExecuteAsync("UPDATE outbox SET queued_at = queued_at - interval '11 minutes'");
        await Eventually.IsTrueAsync(
            async () => (await client.GetAsync("/health")) is { Body: "Degraded", Status: HttpStatusCode.OK },
            "the old mail is noticed");

        await _own.Database.ExecuteAsync(
            "UPDATE outbox SET queued_at = queued_at - interval '24 hours', next_attempt_at = clock_timestamp()");
        await Eventually.IsTrueAsync(
            async () => await _own.Database.ScalarAsync<bool>(
                "SELECT bool_and(failed_at IS NOT NULL AND erase_at > now() + interval '29 days') FROM outbox"),
            "the mail is given up");
        await Eventually.IsTrueAsync(
            async () => (await client.GetAsync("/health")).Body == "Healthy", "nothing waits any more");
    }

    [Fact]
    public async Task A_sent_mail_is_erased_after_seven_days()
    {
        await using (var api = await _own.StartApiAsync(_server.Settings()))
        {
            await NewUser.RegisterAsync(new TestClient(api));
            await IsSentAsync();
        }

        Assert.Equal(1, await _own.Database.ExecuteAsync(
            """
            UPDATE outbox SET erase_at = erase_at - interval '7 days'
            WHERE erase_at - sent_at BETWEEN '7 days' AND '7 days 1 s'
            """));
        await using var next = await _own.StartApiAsync(_server.Settings());
        await Eventually.IsTrueAsync(
            async () => await _own.Database.ScalarAsync<long>("SELECT count(*) FROM outbox") == 0, "the mail is erased");
    }

    /// <summary>Skips the test if this process must not listen on the port, or if somebody else does.</summary>
    private static SmtpServer ListenOn465()
    {
        try
        {
            return new SmtpServer(465);
        }
        catch (SocketException cause)
        {
            Assert.Skip($"Port 465 cannot be used: {cause.SocketErrorCode}");
            throw;
        }
    }

    private Task HasErrorAsync(string error) => Eventually.IsTrueAsync(
        async () => await _own.Database.ScalarAsync<string>("SELECT max(last_error) FROM outbox") == error,
        $"the failure is {error}");

    private Task IsSentAsync() => Eventually.IsTrueAsync(
        async () => await _own.Database.ScalarAsync<bool>("SELECT bool_and(sent_at IS NOT NULL) FROM outbox"),
        "every mail is sent");

    private Task<int> MakeDueAsync() => _own.Database.ExecuteAsync("UPDATE outbox SET next_attempt_at = clock_timestamp()");

    private Task<CliResult> ListAsync(params string[] options) => RunAsync(["mail", "list", "--output", "json", .. options]);

    private Task<CliResult> RunAsync(params string[] arguments) =>
        Cli.SucceedAsync(_own.Settings.ForOperators(), arguments);
}
