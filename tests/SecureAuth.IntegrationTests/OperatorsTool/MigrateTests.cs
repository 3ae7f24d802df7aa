using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.OperatorsTool;

public sealed class MigrateTests(TestSystem system)
{
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
        Assert.Contains("Postgres", result.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain("marker", result.Messages, StringComparison.Ordinal);
    }
}
