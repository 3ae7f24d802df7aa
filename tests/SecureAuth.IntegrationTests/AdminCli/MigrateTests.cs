using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.AdminCli;

public sealed class MigrateTests(TestSystem system)
{
    [Fact]
    public async Task A_signing_key_is_created_when_every_other_is_retired()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await own.Database.ExecuteAsync("UPDATE signing_keys SET retires_at = now()");

        await own.MigrateAsync();

        Assert.Equal(1L, await own.Database.ScalarAsync<long>("SELECT count(*) FROM signing_keys WHERE retires_at IS NULL"));
    }

    [Fact]
    public async Task Parallel_and_repeated_migrations_create_one_schema_and_one_set_of_keys()
    {
        for (var round = 0; round < 2; round++)
        {
            await using var own = await OwnDatabase.CreateEmptyAsync(system);

            var planned = await own.MigrateAsync("--dry-run", "--output", "json");
            var made = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => own.MigrateAsync("--output", "json")));
            var history = await HistoryAsync(own);
            var again = await own.MigrateAsync("--output", "json");

            Assert.True(history > 0);
            Assert.Equal(history, await HistoryAsync(own));
            Assert.Equal(0, again.Json.GetProperty("migrations").GetArrayLength());
            Assert.Equal(6, planned.Json.GetProperty("keys").GetArrayLength());
            Assert.Equal(6, made.Sum(result => result.Json.GetProperty("keys").GetArrayLength()));
            Assert.Equal(0, again.Json.GetProperty("keys").GetArrayLength());
            Assert.Equal(1, await own.Database.ScalarAsync<long>("SELECT count(*) FROM data_protection_keys"));
            Assert.Equal(1, await own.Database.ScalarAsync<long>("SELECT count(*) FROM signing_keys"));
            Assert.Equal(5, await own.Database.ScalarAsync<long>("SELECT count(*) FROM server_secrets"));
        }
    }

    [Fact]
    public async Task An_API_that_starts_before_the_migration_waits_for_keys_and_creates_none()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await own.Database.ExecuteAsync("TRUNCATE data_protection_keys, signing_keys, server_secrets");
        await using var api = await ApiProcess.LaunchAsync(own.Settings.ForApi());
        var client = new TestClient(api);
        await Eventually.IsTrueAsync(() => api.Log.Contains("Now listening on"), "the API listens");
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/alive")).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync("/health")).Status);
        Problems.Is("service_unavailable", await client.RegisterAsync(NewUser.Create()));
        Problems.Is("service_unavailable", await client.LoginAsync(NewUser.Create()));
        Assert.Equal(0, await own.Database.ScalarAsync<long>("SELECT count(*) FROM data_protection_keys"));

        await own.MigrateAsync();

        Assert.True(await api.BecomesHealthyAsync());
        await SignedInUser.CreateAsync(client);
        Assert.Equal(1, await own.Database.ScalarAsync<long>("SELECT count(*) FROM data_protection_keys"));
    }

    [Fact]
    public async Task A_dry_run_changes_nothing()
    {
        await using var own = await OwnDatabase.CreateEmptyAsync(system);

        var result = await own.MigrateAsync("--dry-run", "--output", "json");

        Assert.NotEqual(0, result.Json.GetProperty("migrations").GetArrayLength());
        Assert.Equal(0L, await own.Database.ScalarAsync<long>("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"));
    }

    [Fact]
    public async Task While_a_long_transaction_uses_a_table_the_migration_gives_way_to_requests()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var api = await own.StartApiAsync();
        var client = new TestClient(api);
        await SignedInUser.CreateAsync(client);
        await own.Database.ExecuteAsync(
            """DELETE FROM "__EFMigrationsHistory" WHERE migration_id = '20261129083200_UnverifiedAccounts'""");
        await using var transaction = await own.Database.LockAsync("users", "ROW EXCLUSIVE");

        var migration = Cli.RunAsync(own.Settings.ForMigration(), "", "migrate", "--output", "json");
        await Eventually.IsTrueAsync(() => WaitsForTableAsync(own), "the migration waits");
        for (var i = 0; i < 20; i++)
        {
            var response = await client.RegisterAsync(NewUser.Create());
            Assert.True(response.Status == HttpStatusCode.Created, response.ToString());
        }

        Assert.False(migration.IsCompleted);
        await transaction.DisposeAsync();
        var result = await migration;

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(1, result.Json.GetProperty("migrations").GetArrayLength());
        Assert.Contains("A long transaction", result.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unreachable_server_is_reported_in_one_line()
    {
        var settings = system.Settings.ForOperators();
        settings["ConnectionStrings__operator"] = "Host=127.0.0.1;Port=1;Database=x;Username=x;Password=marker-7f3a";

        var result = await Cli.RunAsync(settings, "", "users", "list");

        Assert.Equal(5, result.ExitCode);
        Assert.Single(result.Messages.Trim().Split('\n'));
        Assert.Contains("PostgreSQL", result.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain("marker", result.Messages, StringComparison.Ordinal);
    }

    private static Task<bool> WaitsForTableAsync(OwnDatabase own) => own.Database.ScalarAsync<bool>(
        "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = 'users'::regclass)");

    private static Task<long> HistoryAsync(OwnDatabase own) =>
        own.Database.ScalarAsync<long>("SELECT count(*) FROM \"__EFMigrationsHistory\"");
}
