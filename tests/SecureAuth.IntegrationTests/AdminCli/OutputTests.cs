using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.AdminCli;

/// <summary>The output of commands, and their behaviour when it cannot be written.</summary>
public sealed class OutputTests(TestSystem system)
{
    private readonly TestClient _client = system.NewClient();

    [Fact]
    public async Task A_dry_run_has_the_same_members_and_counts_as_the_real_run()
    {
        var user = await SignedInUser.CreateAsync(_client);
        await user.SignInAgainAsync();
        await _client.LoginAsync(user.Account.Email, "not the password");
        string[][] commands =
        [
            ["users", "unlock", user.Account.Email],
            ["users", "unlock", user.Account.Email],
            ["tokens", "revoke", "--session", user.SessionId.ToString()],
            ["tokens", "revoke", "--session", user.SessionId.ToString()],
            ["tokens", "revoke", "--user", user.Account.Email],
            ["users", "disable", user.Account.Email],
            ["users", "disable", user.Account.Email],
            ["users", "enable", user.Account.Email],
            ["users", "enable", user.Account.Email],
        ];

        foreach (var command in commands)
        {
            var planned = await JsonAsync([.. command, "--dry-run"]);
            var done = await JsonAsync([.. command, "--yes"]);

            Assert.Equal(
                done.Output.Replace("\"dry_run\": false", "\"dry_run\": true", StringComparison.Ordinal), planned.Output);
        }
    }

    [Fact]
    public async Task A_dry_run_for_all_users_counts_their_sessions()
    {
        await SignedInUser.CreateAsync(_client);

        var planned = await JsonAsync("tokens", "revoke", "--all", "--dry-run");

        Assert.True(planned.Json.GetProperty("all").GetBoolean());
        Assert.True(planned.Json.GetProperty("dry_run").GetBoolean());
        Assert.True(planned.Json.GetProperty("sessions_ended").GetInt32() > 0);
    }

    [Fact]
    public async Task Only_live_sessions_are_counted()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var expired = await user.SignInAgainAsync();
        await user.SignInAgainAsync();
        await system.Database.ExecuteAsync(
            "UPDATE sessions SET expires_at = clock_timestamp() - interval '1 second' WHERE id = $1", expired.SessionId);

        var shown = await JsonAsync("users", "show", user.Account.Email);
        var revokedExpired = await JsonAsync("tokens", "revoke", "--session", expired.SessionId.ToString(), "--yes");
        var revoked = await JsonAsync("tokens", "revoke", "--user", user.Account.Email, "--yes");

        Assert.Equal(2, shown.Json.GetProperty("sessions").GetArrayLength());
        Assert.Equal(0, SessionsEnded(revokedExpired));
        Assert.Equal(2, SessionsEnded(revoked));
    }

    [Theory]
    [InlineData("tokens", "revoke", "--user")]
    [InlineData("users", "disable")]
    public async Task Sessions_that_had_expired_are_not_counted_as_ended(params string[] command)
    {
        var user = await SignedInUser.CreateAsync(_client);
        var expired = await user.SignInAgainAsync();
        await system.Database.ExecuteAsync(
            "UPDATE sessions SET expires_at = clock_timestamp() - interval '1 second' WHERE id = $1", expired.SessionId);

        var planned = await JsonAsync([.. command, user.Account.Email, "--dry-run"]);
        var done = await JsonAsync([.. command, user.Account.Email, "--yes"]);

        Assert.Equal(1, SessionsEnded(planned));
        Assert.Equal(1, SessionsEnded(done));
    }

    [Fact]
    public async Task A_change_whose_output_cannot_be_written_is_reported_as_made()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no device that is always full.");
        var user = await SignedInUser.CreateAsync(_client);

        var result = await ShellAsync("> /dev/full", "users", "disable", user.Account.Email, "--yes");

        Assert.True(result.ExitCode == 1, result.ToString());
        var line = Assert.Single(result.Messages.Trim().Split('\n'));
        Assert.Contains("The change was made, but the output could not be written", line, StringComparison.Ordinal);
        Problems.Is("account_disabled", await _client.LoginAsync(user.Account));
    }

    [Theory]
    [InlineData("> /dev/full", "users", "list")]
    [InlineData("> /dev/full", "users", "list", "--output", "json")]
    [InlineData("> /dev/full", "--help")]
    [InlineData("| (exec <&-; sleep 1)", "users", "list")]
    public async Task Output_that_cannot_be_written_is_reported_in_one_line(string target, params string[] arguments)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no device that is always full.");

        var result = await ShellAsync(target, arguments);

        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Contains(
            "the output could not be written", Assert.Single(result.Messages.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("redis://localhost:6379")]
    [InlineData("localhost:6379:7")]
    [InlineData("localhost:abc,password=marker-7f3a")]
    public async Task An_invalid_Redis_connection_string_is_refused_before_anything_changes(string redis)
    {
        var user = await SignedInUser.CreateAsync(_client);
        var settings = system.Settings.ForOperators();
        settings["ConnectionStrings__redis"] = redis;

        var result = await Cli.RunAsync(settings, "", "users", "disable", user.Account.Email, "--yes");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("ConnectionStrings__redis", Assert.Single(result.Messages.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.DoesNotContain("marker", result.Messages, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user.Account)).Status);
    }

    private static int SessionsEnded(CliResult result) => result.Json.GetProperty("sessions_ended").GetInt32();

    private async Task<CliResult> JsonAsync(params string[] arguments)
    {
        var result = await Cli.RunAsync(system.Settings, [.. arguments, "--output", "json"]);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result;
    }

    /// <summary>Runs the CLI with its standard output redirected by a shell. The exit code is that of the CLI.</summary>
    private Task<CliResult> ShellAsync(string target, params string[] arguments)
    {
        var cli = BuiltProgram.Cli(system.Settings.ForOperators(), arguments);
        string[] script = ["-c", $"\"$@\" {target}; exit ${{PIPESTATUS[0]}}", "bash"];
        return Cli.RunAsync(cli with { Program = "bash", Arguments = [.. script, cli.Program, .. cli.Arguments] });
    }
}
