using System.Net;
using Npgsql;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Faults;

/// <summary>An instance that starts before the migration waits and reports 503.</summary>
public sealed class UnmigratedTests(TestSystem system)
{
    [Theory]
    [InlineData("no schema")]
    [InlineData("no database")]
    [InlineData("no role")]
    public async Task Before_the_migration_every_call_is_503_and_after_it_calls_succeed(string missing)
    {
        await using var own = await OwnDatabase.CreateEmptyAsync(system);
        await using var api = await ApiProcess.LaunchAsync(Without(missing, own));
        await Eventually.IsTrueAsync(() => api.Log.Contains("Now listening on"), "the API listens");
        var client = new TestClient(api);

        Response[] responses =
        [
            await client.LoginAsync(NewUser.Create()),
            await client.RegisterAsync(NewUser.Create()),
            await client.RefreshAsync("sart_AAAA"),
            await client.PostAsync("/api/v1/auth/login/2fa", new { temp_token = "sa2f_AAAA", code = "123456" }),
        ];

        Assert.All(responses, response => Problems.Is("service_unavailable", response));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync("/health")).Status);
        Assert.Empty(api.Log.Defects);
        if (missing == "no schema")
        {
            await own.MigrateAsync();
            Assert.True(await api.BecomesHealthyAsync());
            Assert.Equal(HttpStatusCode.Created, (await client.RegisterAsync(NewUser.Create())).Status);
        }
    }

    [Fact]
    public async Task An_instance_of_a_new_version_is_not_ready_until_its_migration_has_run()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        var last = await own.Database.ScalarAsync<string>("SELECT max(migration_id) FROM \"__EFMigrationsHistory\"");
        await own.Database.ExecuteAsync($"DELETE FROM \"__EFMigrationsHistory\" WHERE migration_id = '{last}'");
        await using var api = await ApiProcess.LaunchAsync(own.Settings.ForApi());
        await Eventually.IsTrueAsync(() => api.Log.Contains("Now listening on"), "the API listens");
        var client = new TestClient(api);
        await Eventually.IsTrueAsync(
            async () => (await client.GetAsync("/health")).Status == HttpStatusCode.ServiceUnavailable
                && api.Log.Contains($"The migration {last} of this version is pending"),
            "the log says what is missing");

        await own.Database.ExecuteAsync($"INSERT INTO \"__EFMigrationsHistory\" VALUES ('{last}', '10.0.0')");

        Assert.True(await api.BecomesHealthyAsync());
    }

    [Fact]
    public async Task A_column_that_only_the_next_migration_adds_is_503_too()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var api = await own.StartProcessAsync();
        await own.Database.ExecuteAsync("ALTER TABLE users RENAME display_name TO name");

        var response = await new TestClient(api).RegisterAsync(NewUser.Create());

        Problems.Is("service_unavailable", response);
    }

    private static Dictionary<string, string> Without(string missing, OwnDatabase own)
    {
        var settings = own.Settings.ForApi();
        var connection = new NpgsqlConnectionStringBuilder(settings["ConnectionStrings__secureauth"]);
        switch (missing)
        {
            case "no database":
                connection.Database = "nowhere";
                break;
            case "no role":
                connection.Username = "nobody";
                break;
        }

        settings["ConnectionStrings__secureauth"] = connection.ConnectionString;
        return settings;
    }
}
