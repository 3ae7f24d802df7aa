using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Data;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Data;

/// <summary>The migration that gives names with "vw" the key of those with "wv".</summary>
public sealed class UsernameKeysTests(TestSystem system)
{
    [Fact]
    public async Task Of_names_that_looked_alike_that_of_the_older_account_stays()
    {
        await using var own = await OwnDatabase.CreateEmptyAsync(system);
        await using var db = new AuthDbContext(
            new DbContextOptionsBuilder<AuthDbContext>().UseNpgsql(own.Settings.Owner).UseSnakeCaseNamingConvention().Options);
        var migrator = db.GetService<IMigrator>();
        await migrator.MigrateAsync("CookieTokens", TestContext.Current.CancellationToken);
        await own.Database.ExecuteAsync(
            """
            INSERT INTO users (
                id, email, normalized_email, email_verified, security_stamp, concurrency_stamp, is_active, totp_enabled,
                created_at, updated_at, password_changed_at)
            SELECT ('01990000-0000-7000-8000-00000000000' || i)::uuid, i || '@users.test', i || '@USERS.TEST', true, 's', 'c',
                true, false, now(), now(), now()
            FROM generate_series(1, 4) i;
            INSERT INTO usernames (key, name, user_id, reserved_until) VALUES
                ('awvb', 'avvvb', '01990000-0000-7000-8000-000000000002', NULL),
                ('avwb', 'avwb', '01990000-0000-7000-8000-000000000001', NULL),
                ('cvwd', 'cvwd', '01990000-0000-7000-8000-000000000003', NULL),
                ('cwvd', NULL, NULL, now() + interval '1 day'),
                ('vwx', 'vwx', '01990000-0000-7000-8000-000000000004', NULL)
            """);

        await migrator.MigrateAsync("UsernameKeys", TestContext.Current.CancellationToken);

        var left = await db.Usernames.OrderBy(held => held.Name).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["avwb", "cvwd", "vwx"], left.Select(held => held.Name));
        Assert.All(left, held => Assert.Equal(Username.KeyOf(held.Name!), held.Key));
    }
}
