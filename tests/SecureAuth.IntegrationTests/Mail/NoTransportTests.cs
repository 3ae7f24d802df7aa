using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Mail;

/// <summary>A process without mail settings beside, or before, one that has them.</summary>
public sealed class NoTransportTests(TestSystem system)
{
    [Fact]
    public async Task It_leaves_the_mails_to_a_process_that_can_send_them()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var silent = await own.StartApiAsync(("Email__PickupDirectory", ""));
        Assert.Contains(silent.Log.All, line => line.Contains("sends no mails", StringComparison.Ordinal));
        var user = await NewUser.RegisterAsync(new TestClient(silent));

        // A mail that it may drop shows that it has looked for mails since.
        await own.Database.ExecuteAsync(
            """
            INSERT INTO outbox (id, kind, recipient, created_at, queued_at, next_attempt_at, attempts)
            SELECT gen_random_uuid(), 3, 'old@users.test', t, t, t, 0 FROM (SELECT now() - interval '25 hours' AS t) t
            """);
        await Eventually.IsTrueAsync(
            async () => await own.Database.ScalarAsync<long>(
                "SELECT count(*) FROM outbox WHERE recipient = 'old@users.test'") == 0,
            "the mail of yesterday is dropped");
        Assert.Equal(
            1,
            await own.Database.ScalarAsync<long>(
                "SELECT count(*) FROM outbox WHERE recipient = $1 AND attempts = 0", user.Email));

        await using var sending = await own.StartApiAsync();
        await system.MailboxOf(user.Email).WaitAsync(MailSubjects.Verify);
        Assert.DoesNotContain(sending.Log.All, line => line.Contains("sends no mails", StringComparison.Ordinal));
        Assert.Contains(sending.Log.All, line => line.Contains("Account__Page", StringComparison.Ordinal));
    }
}
