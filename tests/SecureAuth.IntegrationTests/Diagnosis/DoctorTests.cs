using System.Diagnostics;
using System.Text.Json;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Diagnosis;

[Collection(typeof(DoctorPatients))]
public sealed class DoctorTests(DoctorStack stack)
{
    /// <summary>No server answers at this address, and nothing is sent beyond this host.</summary>
    private const string Nowhere = "127.0.0.1";

    [Fact]
    public async Task A_sound_installation_has_no_problem_at_all()
    {
        var report = await stack.ExamineAsync();

        Assert.True(report.ExitCode == 0, report.Result.ToString());
        Assert.Equal("ok", report.Result.Json.GetProperty("status").GetString());
        Assert.True(report.Result.Json.GetProperty("healthy").GetBoolean());
        Assert.All(report.Checks, check => Assert.True(IsOk(check), check.ToString()));
    }

    [Fact]
    public async Task The_table_has_a_line_for_each_check_with_what_to_do()
    {
        var result = await Cli.RunAsync(stack.Environment(("Passwords__MinimumLength", "8")), "", "doctor");

        Assert.True(result.ExitCode == 0, result.ToString());
        var lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((await stack.ExamineAsync()).Checks.Count, lines.Length);
        Assert.Contains(
            "warning  password settings: Passwords__MinimumLength is 8: set Passwords__MinimumLength to 12 or more", lines);
    }

    [Fact]
    public async Task Without_PostgreSQL_everything_else_is_checked_and_nobody_waits_twice()
    {
        var watch = Stopwatch.StartNew();
        var report = await stack.ExamineAsync(
            ("ConnectionStrings__operator", $"Host={Nowhere};Port=1;Username=u;Password=marker-7f3a;Database=d"));

        report.Finds("postgres", "wrong", "Cannot connect to PostgreSQL", "check the connection string");
        report.Finds("signing_keys", "wrong", "not checked, because Postgres cannot be reached", "see postgres");
        report.IsOk("redis");
        report.IsOk("redis_rights");
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        Assert.DoesNotContain("marker-7f3a", report.Result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_Redis_everything_else_is_checked()
    {
        var report = await stack.ExamineAsync(("ConnectionStrings__redis", $"{Nowhere}:1,password=marker-7f3a"));

        report.Finds("redis", "wrong", "Redis cannot be reached", "check ConnectionStrings__redis");
        report.Finds("clock_of_redis", "wrong", "not checked", "see redis");
        report.IsOk("signing_keys");
        Assert.DoesNotContain("marker-7f3a", report.Result.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", report.Result.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ConnectionStrings__operator", "Host=127.0.0.1;Password=marker-7f3a;Nonsense=1")]
    [InlineData("ConnectionStrings__redis", "127.0.0.1:1,password=marker-7f3a,nonsense=1")]
    [InlineData("Passwords__Peppers__0", "marker-7f3a")]
    [InlineData("Keys__Master__0", "marker-7f3a")]
    [InlineData("OAuth__Clients__0__SecretSha256", "marker-7f3a")]
    public async Task No_problem_of_a_secret_shows_the_secret(string key, string value)
    {
        var json = (await stack.ExamineAsync((key, value))).Result;
        var table = await Cli.RunAsync(stack.Environment((key, value)), "", "doctor", "--verbose");

        Assert.Equal(1, json.ExitCode);
        Assert.Contains(key, json.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("marker-7f3a", json.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("marker-7f3a", table.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_secret_of_a_sound_installation_is_shown()
    {
        var environment = stack.Environment();
        var result = await Cli.RunAsync(environment, "", "doctor", "--verbose");

        var secrets = environment.Where(pair => pair.Key.Contains("Peppers", StringComparison.Ordinal)
                || pair.Key.Contains("Master", StringComparison.Ordinal))
            .Select(pair => pair.Value)
            .Concat(environment.Where(pair => pair.Key.StartsWith("ConnectionStrings", StringComparison.Ordinal))
                .Select(pair => pair.Value[(pair.Value.LastIndexOf('=') + 1)..]));
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, result.ToString(), StringComparison.Ordinal));
    }

    /// <summary>A busy machine may read the clock too slowly, which says nothing about the installation.</summary>
    private static bool IsOk(JsonElement check) => check.GetProperty("status").GetString() == "ok"
        || check.GetProperty("detail").GetString() == "reading it took too long";
}
