using System.Net;
using SecureAuth.IntegrationTests.Failover;
using SecureAuth.IntegrationTests.Secrets;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Pooling;

/// <summary>
/// In transaction mode, two statements of one client may use two connections of the server, and an outage of PostgreSQL looks
/// like an answer of PgBouncer.
/// </summary>
public sealed class PgBouncerTests(PooledPostgres pooled) : IClassFixture<PooledPostgres>
{
    [Fact]
    public async Task Every_flow_works_through_PgBouncer()
    {
        await new EveryFlow(
            pooled.NewClient(), pooled.Database, pooled.Settings.ForOperators(), pooled.Settings.MailFolder,
            pooled.Settings.ServiceSecret).RunAsync();

        var user = await SignedInUser.CreateAsync(pooled.NewClient());
        var ended = await user.SignInAgainAsync();
        var sessions = await user.Client.SessionsAsync(user.AccessToken);
        Assert.Equal(2, sessions.Json.GetProperty("sessions").GetArrayLength());
        Assert.Equal(HttpStatusCode.NoContent, (await user.Client.EndSessionAsync(user.AccessToken, ended.SessionId)).Status);
        await ended.IsSignedOutAsync();
        Assert.Empty(pooled.Api.Log.Errors);
    }

    [Fact]
    public async Task Operators_and_a_second_migration_work_through_PgBouncer()
    {
        var user = await SignedInUser.CreateAsync(pooled.NewClient());

        var listed = await Cli.RunAsync(pooled.Settings, "users", "list", "--output", "json");
        Assert.Contains(user.Account.Email, listed.Output, StringComparison.Ordinal);
        await Cli.MigrateAsync(pooled.Settings);

        // A lock of the session would stay behind on the connection that PgBouncer keeps.
        Assert.Equal(0, await pooled.Database.ScalarAsync<long>("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"));
    }

    [Fact]
    public async Task Prepared_statements_are_refused_behind_PgBouncer_unless_the_connection_string_asks_for_them()
    {
        await using var api = await ApiProcess.LaunchAsync(pooled.DefaultSettings.ForApi());
        var client = new TestClient(api);
        await Eventually.IsTrueAsync(async () => await AnswersAsync(client), "the server listens");

        Problems.Is("service_unavailable", await client.LoginAsync("nobody@users.test", "violet anvil tuesday"));
        await Eventually.IsTrueAsync(() => api.Log.Contains("Set Max Auto Prepare=0"), "the log names the setting");
    }

    [Fact]
    public async Task A_statement_that_waits_too_long_ends_on_the_server_too()
    {
        var client = pooled.NewClient();
        var user = await NewUser.RegisterAsync(client);
        await using var locked = await pooled.Database.LockAsync("sessions", "EXCLUSIVE");

        Problems.Is("service_unavailable", await client.LoginAsync(user));

        await Eventually.IsTrueAsync(
            async () => await pooled.Database.ScalarAsync<long>("SELECT count(*) FROM pg_locks WHERE NOT granted") == 0,
            "no statement waits for the table");
    }

    [Fact]
    public Task A_PostgreSQL_that_is_killed_behind_PgBouncer_costs_no_500() =>
        OutageAsync(pooled.KillPostgresAsync, pooled.StartPostgresAsync);

    [Fact]
    public Task A_PostgreSQL_that_hangs_behind_PgBouncer_costs_no_500() => OutageAsync(
        () =>
        {
            pooled.PausePostgres();
            return Task.CompletedTask;
        },
        () =>
        {
            pooled.ResumePostgres();
            return Task.CompletedTask;
        });

    private async Task OutageAsync(Func<Task> begin, Func<Task> end)
    {
        var user = await SignedInUser.CreateAsync(pooled.NewClient());
        var other = await NewUser.RegisterAsync(pooled.NewClient());
        await using var requests = new OngoingRequests()
            .Add("profile", () => user.Client.MeAsync(user.AccessToken))
            .Add("sign-in", () => pooled.NewClient().LoginAsync(other))
            .Add("refresh", () => pooled.NewClient().RefreshAsync("unknown"))
            .Add("registration", () => pooled.NewClient().RegisterAsync(NewUser.Create()));

        await requests.HaveAllBeenServedAsync();
        await begin();
        await requests.HaveAllBeenTurnedAwayAsync();
        await end();
        await Eventually.IsTrueAsync(
            async () => (await user.Client.MeAsync(user.AccessToken)).Status == HttpStatusCode.OK
                && (await pooled.NewClient().LoginAsync(other)).Status == HttpStatusCode.OK,
            "the API works again");

        Assert.Equal(
            [
                ("profile", HttpStatusCode.OK), ("profile", HttpStatusCode.ServiceUnavailable),
                ("refresh", HttpStatusCode.Unauthorized), ("refresh", HttpStatusCode.ServiceUnavailable),
                ("registration", HttpStatusCode.Created), ("registration", HttpStatusCode.ServiceUnavailable),
                ("sign-in", HttpStatusCode.OK), ("sign-in", HttpStatusCode.ServiceUnavailable),
            ],
            await requests.StopAsync());
    }

    private static async Task<bool> AnswersAsync(TestClient client)
    {
        try
        {
            return (await client.GetAsync("/alive")).Status == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
