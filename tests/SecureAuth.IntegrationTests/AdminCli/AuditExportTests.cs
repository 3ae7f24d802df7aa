using System.Text.Json;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.AdminCli;

public sealed class AuditExportTests(TestSystem system)
{
    private const int Rows = 45_000;

    /// <summary>Above the ids of the events that a migration has left.</summary>
    private const long First = 1_000_000;

    [Fact]
    public async Task Every_event_is_a_line_with_stable_members_in_the_order_of_the_ids()
    {
        await using var own = await ManyEventsAsync();

        var result = await Cli.RunAsync(own.Settings, "audit", "export");

        Assert.True(result.ExitCode == 0, result.Messages);
        var lines = LinesOf(result);
        Assert.Equal(Enumerable.Range(0, Rows).Select(i => First + i), lines.Select(IdOf));
        var last = JsonElement.Parse(lines[^1]);
        Assert.Equal(
            [
                "id", "occurred_at", "number", "event", "outcome", "actor", "actor_kind", "user_id", "session_id", "address",
                "user_agent", "reason", "request_id", "trace_id",
            ],
            last.EnumerateObject().Select(member => member.Name));
        Assert.Equal("sign_in_refused", last.GetProperty("event").GetString());
        Assert.Equal(201, last.GetProperty("number").GetInt32());
        Assert.Equal("192.0.2.1", last.GetProperty("address").GetString());
        Assert.EndsWith("T12:29:59Z", last.GetProperty("occurred_at").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_period_begins_with_since_and_ends_before_until()
    {
        await using var own = await ManyEventsAsync();

        var day = await own.Database.ScalarAsync<string>("SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD')");

        var result = await Cli.RunAsync(
            own.Settings, "audit", "export", "--since", $"{day}T00:00:10Z", "--until", $"{day}T02:00:12+02:00");

        Assert.True(result.ExitCode == 0, result.Messages);
        Assert.Equal([First + 10, First + 11], LinesOf(result).Select(IdOf));
    }

    [Theory]
    [InlineData("| head --lines=1")]
    [InlineData("> /dev/full")]
    public async Task Output_that_cannot_be_written_is_one_line(string target)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no device that is always full.");
        await using var own = await ManyEventsAsync();
        var cli = BuiltProgram.Cli(own.Settings.ForOperators(), "audit", "export");
        string[] script = ["-c", $"\"$@\" {target}; exit ${{PIPESTATUS[0]}}", "bash"];

        var result = await Cli.RunAsync(
            cli with { Program = "bash", Arguments = [.. script, cli.Program, .. cli.Arguments] });

        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Contains(
            "the output could not be written", Assert.Single(result.Messages.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("audit", "export", "--since", "1h", "--until", "2h")]
    [InlineData("audit", "list", "--since", "1h", "--until", "2h")]
    public async Task A_period_that_ends_before_it_begins_is_wrong_usage(params string[] arguments) =>
        Assert.Equal(2, (await Cli.RunAsync(system.Settings, arguments)).ExitCode);

    private static List<string> LinesOf(CliResult result) =>
        [.. result.Output.TrimEnd('\n').Split('\n').Where(line => IdOf(line) >= First)];

    private static long IdOf(string line) => JsonElement.Parse(line).GetProperty("id").GetInt64();

    /// <summary>A database with more events than are read at once, one a second since midnight.</summary>
    private async Task<OwnDatabase> ManyEventsAsync()
    {
        var own = await OwnDatabase.CreateAsync(system);
        await own.Database.ExecuteAsync(
            """
            INSERT INTO audit_events (id, occurred_at, event, outcome, actor_kind, trace_id, address, user_agent)
            OVERRIDING SYSTEM VALUE
            SELECT $1 + i, date_trunc('day', now(), 'UTC') + i * interval '1 second', 201, 2, 1, 'trace', '192.0.2.1', 'agent'
            FROM generate_series(0, $2 - 1) i
            """,
            First,
            Rows);
        return own;
    }
}
