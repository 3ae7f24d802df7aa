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
    public async Task A_column_that_only_the_next_migration_adds_is_503_too()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var api = await own.StartApiAsync();
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
