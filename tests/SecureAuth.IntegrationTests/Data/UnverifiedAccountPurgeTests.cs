using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Data;

public sealed class UnverifiedAccountPurgeTests(TestSystem system)
{
    [Fact]
    public async Task A_registration_that_was_never_completed_is_deleted_after_its_retention()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var optional = await own.StartApiAsync();
        var client = new TestClient(optional);
        var young = await NewUser.RegisterAsync(client);
        var verified = await NewUser.RegisterAsync(client);
        await SignedInUser.CreateAsync(client);
        var imported = await NewUser.RegisterAsync(client);
        var old = await NewUser.RegisterAsync(client);
        var locked = await NewUser.RegisterAsync(client);
        for (var i = 0; i < 5; i++)
        {
            await client.LoginAsync(locked.Email, NewUser.StrongPassword());
        }

        var id = await IdOfAsync(own.Database, old);
        await own.Database.ExecuteAsync(
            "UPDATE users SET created_at = created_at - interval '30 days' WHERE email <> $1", young.Email);
        await own.Database.ExecuteAsync("UPDATE users SET email_verified = true WHERE email = $1", verified.Email);
        await own.Database.AllowAuditChangesAsync();
        await own.Database.ExecuteAsync(
            "UPDATE audit_events SET event = $1 WHERE event = $2 AND user_id = $3",
            AuditEvent.UserImported, AuditEvent.Registered, await IdOfAsync(own.Database, imported));

        // Every instance purges at its start, and this one requires verified addresses.
        await using var required = await own.StartApiAsync(("Accounts__EmailVerification", "Required"));

        await Eventually.IsTrueAsync(
            async () => await own.Database.ScalarAsync<long>(
                "SELECT count(*) FROM users WHERE email IN ($1, $2)", old.Email, locked.Email) == 0,
            "the registrations that were never completed are deleted");
        Assert.Equal(4, await own.Database.ScalarAsync<long>("SELECT count(*) FROM users"));
        var rows = await own.Database.AuditOfUserAsync(id);
        Assert.Equal([AuditEvent.Registered, AuditEvent.AccountExpired], rows.Select(row => row.Event));
        Assert.All(rows, row => Assert.Null(row.Address));

        // The lock goes on as at any address without an account.
        Problems.Is("account_locked", await client.LoginAsync(locked));
        Assert.Equal(
            0, await own.Database.ScalarAsync<long>(
                "SELECT count(*) FROM account_attempts WHERE user_id NOT IN (SELECT id FROM users)"));
    }

    private static Task<Guid> IdOfAsync(Database database, NewUser user) =>
        database.ScalarAsync<Guid>("SELECT id FROM users WHERE email = $1", user.Email);
}
