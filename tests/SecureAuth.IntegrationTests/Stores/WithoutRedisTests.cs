using System.Net;
using SecureAuth.IntegrationTests.Diagnosis;
using SecureAuth.IntegrationTests.Faults;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Stores;

/// <summary>An empty connection string of Redis is a choice: one instance decides all by itself and by PostgreSQL.</summary>
public sealed class WithoutRedisTests(TestSystem system, WithoutRedisTests.Replicas replicas)
    : IClassFixture<WithoutRedisTests.Replicas>
{
    private const string SaidAtStart = "This instance runs without Redis, because ConnectionStrings__redis is empty";

    [Fact]
    public async Task One_instance_is_healthy_and_says_once_that_it_runs_without_Redis()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var api = await own.StartProcessAsync(("ConnectionStrings__redis", ""));
        var client = new TestClient(api);
        var user = await SignedInUser.CreateAsync(client);

        await IsRegisteredAsync(own, 1);

        Assert.Equal("Healthy", (await client.GetAsync("/health")).Body);
        Assert.Single(api.Log.All, line => line.Contains(SaidAtStart, StringComparison.Ordinal));
        Assert.DoesNotContain(api.Log.Records, record => record.GetProperty("LogLevel").GetString() is "Warning" or "Error"
            && record.GetProperty("Message").GetString()!.Contains("Redis", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, (await client.MeAsync(user.AccessToken)).Status);

        var report = await ExamineAsync(own);
        report.IsOk("redis");
        report.IsOk("redis_memory");
        report.IsOk("clock_of_redis");
        report.IsOk("instances");
        Assert.Equal("running: 1, without Redis: 1", report.DetailOf("instances"));

        await api.StopAsync();
        Assert.Equal("running: 0, without Redis: 0", (await ExamineAsync(own)).DetailOf("instances"));
    }

    /// <summary>In an outage of Redis it would be half of the permits, and an audit row.</summary>
    [Fact]
    public async Task An_instance_grants_all_permits_and_records_no_outage()
    {
        Assert.Equal([ReplicaPair.Permits, ReplicaPair.Permits], await replicas.PassedAsync());
        Assert.Equal(0, await replicas.OutagesAsync());
        replicas.NothingWasADefect();
    }

    [Fact]
    public async Task Everything_works_and_a_revocation_is_in_force_everywhere_within_a_second()
    {
        await replicas.EverythingWorksAsync();

        var signedOut = await replicas.CreateSignedOutAsync();
        await replicas.IsRefusedAsync(signedOut);
        var user = await SignedInUser.CreateAsync(replicas.NewClient());
        await replicas.RevokeAsync(user, async () =>
        {
            var revoked = await Cli.SucceedAsync(
                replicas.Operators, "tokens", "revoke", "--session", user.SessionId.ToString(), "--yes");
            Assert.DoesNotContain("Redis", revoked.Messages, StringComparison.Ordinal);
        });
        replicas.NothingWasADefect();
    }

    [Fact]
    public async Task A_second_instance_is_a_warning_that_says_what_is_weaker()
    {
        await Eventually.IsTrueAsync(
            () => Task.FromResult(replicas.Second.Log.Contains("each instance applies the rate limits separately")),
            "the second instance warns");

        var report = new DoctorReport(await Cli.RunAsync(replicas.Operators, "", "doctor", "--output", "json"));
        report.Finds("instances", "warning", "running: 2, without Redis: 2", "set ConnectionStrings__redis for all of them");
    }

    [Theory]
    [InlineData("limits", "show", "203.0.113.7")]
    [InlineData("limits", "reset", "203.0.113.7", "--yes")]
    public async Task An_operator_is_told_that_only_the_instance_knows_the_limits_of_an_address(params string[] arguments)
    {
        var result = await Cli.RunAsync(replicas.Operators, "", arguments);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("ConnectionStrings__redis is empty", result.Messages, StringComparison.Ordinal);
        Assert.Single(result.Messages.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task A_missing_connection_string_of_Redis_is_refused_at_the_start()
    {
        var settings = system.Settings.ForApi();
        settings.Remove("ConnectionStrings__redis");

        var (exitCode, lines) = await ApiProcess.RefuseAsync(settings);

        Assert.NotEqual(0, exitCode);
        Assert.Contains("ConnectionStrings__redis is missing", Assert.Single(lines), StringComparison.Ordinal);
    }

    private static Task IsRegisteredAsync(OwnDatabase own, long instances) => Eventually.IsTrueAsync(
        async () => await own.Database.ScalarAsync<long>("SELECT count(*) FROM replicas") == instances,
        "the instance is registered");

    private static async Task<DoctorReport> ExamineAsync(OwnDatabase own) => new(await Cli.RunAsync(
        (own.Settings with { Redis = "" }).ForOperators(), "", "doctor", "--output", "json"));

    /// <summary>Two instances, which is one more than an installation without Redis should have.</summary>
    public sealed class Replicas(TestSystem system) : ReplicaPair(system)
    {
        private protected override string RedisConnection => "";
    }
}
