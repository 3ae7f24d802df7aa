using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.OperatorsTool;

public sealed class MigrateTests(TestSystem system)
{
    [Fact]
    public async Task A_signing_key_is_made_where_every_other_is_retired()
    {
        await using var deployment = await Deployment.CreateAsync(system);
        await Operators.MigrateAsync(deployment.Settings);
        await deployment.Database.ExecuteAsync("UPDATE signing_keys SET retires_at = now()");

        await Operators.MigrateAsync(deployment.Settings);

        Assert.Equal(1L, await deployment.Database.ScalarAsync<long>("SELECT count(*) FROM signing_keys WHERE retires_at IS NULL"));
    }

    [Fact]
    public async Task Side_by_side_and_twice_it_makes_one_schema()
    {
        Assert.SkipWhen(system.Postgres.Server is null, "On a configured server no database is made.");
        await using var deployment = await Deployment.CreateAsync(system);

        await Task.WhenAll(Operators.MigrateAsync(deployment.Settings), Operators.MigrateAsync(deployment.Settings));
        var history = await deployment.Database.ScalarAsync<long>("SELECT count(*) FROM \"__EFMigrationsHistory\"");
        var again = await Operators.MigrateAsync(deployment.Settings, "--output", "json");

        Assert.True(history > 0);
        Assert.Equal(history, await deployment.Database.ScalarAsync<long>("SELECT count(*) FROM \"__EFMigrationsHistory\""));
        Assert.Equal(0, again.Json.GetProperty("migrations").GetArrayLength());
    }

    [Fact]
    public async Task Side_by_side_and_twice_it_makes_one_set_of_keys()
    {
        Assert.SkipWhen(system.Postgres.Server is null, "On a configured server no database is made.");
        for (var round = 0; round < 2; round++)
        {
            await using var deployment = await Deployment.CreateAsync(system);

            var planned = await Operators.MigrateAsync(deployment.Settings, "--dry-run", "--output", "json");
            var made = await Task.WhenAll(Enumerable.Range(0, 2).Select(
                _ => Operators.MigrateAsync(deployment.Settings, "--output", "json")));
            var again = await Operators.MigrateAsync(deployment.Settings, "--output", "json");

            Assert.Equal(4, planned.Json.GetProperty("keys").GetArrayLength());
            Assert.Equal(4, made.Sum(result => result.Json.GetProperty("keys").GetArrayLength()));
            Assert.Equal(0, again.Json.GetProperty("keys").GetArrayLength());
            Assert.Equal(1, await deployment.Database.ScalarAsync<long>("SELECT count(*) FROM data_protection_keys"));
            Assert.Equal(1, await deployment.Database.ScalarAsync<long>("SELECT count(*) FROM signing_keys"));
            Assert.Equal(3, await deployment.Database.ScalarAsync<long>("SELECT count(*) FROM server_secrets"));
        }
    }

    [Fact]
    public async Task An_API_that_was_there_first_waits_for_the_keys_and_makes_none()
    {
        Assert.SkipWhen(system.Postgres.Server is null, "On a configured server no database is made.");
        await using var deployment = await Deployment.CreateAsync(system);
        await Operators.MigrateAsync(deployment.Settings);
        await deployment.Database.ExecuteAsync("TRUNCATE data_protection_keys, signing_keys, server_secrets");
        await using var api = await ApiProcess.LaunchAsync(deployment.Settings.ForApi());
        var client = new TestClient(api);
        await Eventually.IsTrueAsync(() => api.Log.Contains("Now listening on"), "it is listening");
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/alive")).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync("/health")).Status);
        Problems.Is("service_unavailable", await client.RegisterAsync(NewUser.Create()));
        Problems.Is("service_unavailable", await client.LoginAsync(NewUser.Create()));
        Assert.Equal(0, await deployment.Database.ScalarAsync<long>("SELECT count(*) FROM data_protection_keys"));

        await Operators.MigrateAsync(deployment.Settings);

        Assert.True(await api.BecomesHealthyAsync());
        await SignedInUser.CreateAsync(client);
        Assert.Equal(1, await deployment.Database.ScalarAsync<long>("SELECT count(*) FROM data_protection_keys"));
    }

    [Fact]
    public async Task A_dry_run_changes_nothing()
    {
        Assert.SkipWhen(system.Postgres.Server is null, "On a configured server no database is made.");
        await using var deployment = await Deployment.CreateAsync(system);

        var result = await Operators.MigrateAsync(deployment.Settings, "--dry-run", "--output", "json");

        Assert.NotEqual(0, result.Json.GetProperty("migrations").GetArrayLength());
        Assert.Equal(0L, await deployment.Database.ScalarAsync<long>("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"));
    }

    [Fact]
    public async Task Without_a_server_it_says_so_in_one_line()
    {
        var settings = system.Settings.ForOperators();
        settings["ConnectionStrings__operator"] = "Host=127.0.0.1;Port=1;Database=x;Username=x;Password=marker-7f3a";

        var result = await Operators.RunAsync(settings, "", "users", "list");

        Assert.Equal(5, result.ExitCode);
        Assert.Single(result.Messages.Trim().Split('\n'));
        Assert.Contains("PostgreSQL", result.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain("marker", result.Messages, StringComparison.Ordinal);
    }
}
