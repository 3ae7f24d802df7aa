// The inputs of a command are experimental, but Aspire's version is pinned.
#pragma warning disable ASPIREINTERACTION001

using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using SecureAuth.LocalServers;

namespace SecureAuth.AppHost.Tests.Aspire;

/// <summary>The operators' commands in the dashboard, with the real command line on real servers.</summary>
public sealed class OperatorCommandTests(RunningStores stores) : IClassFixture<RunningStores>
{
    [Fact]
    public async Task A_user_is_shown()
    {
        var email = await stores.AddUserAsync("shown");

        var result = await ExecuteAsync("show-user", ("user", email));

        Assert.True(result.Success, result.Message);
        Assert.Contains(email, result.Data!.Value, StringComparison.Ordinal);
        Assert.True(result.Data.DisplayImmediately);
    }

    [Fact]
    public async Task A_user_is_disabled_with_the_reason_in_the_audit_log()
    {
        var email = await stores.AddUserAsync("disabled");

        var result = await ExecuteAsync("disable-user", ("user", email), ("reason", "left the company; \"$(id)\" 'x' --dry-run"));

        Assert.True(result.Success, result.Message);
        var shown = await stores.SecureAuthAsync("", "users", "show", email, "--output", "json");
        Assert.Contains("\"is_active\": false", shown.Output, StringComparison.Ordinal);
        Assert.Contains("left the company", shown.Output, StringComparison.Ordinal);
        Assert.Contains("$(id)", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_without_failures_has_nothing_to_unlock()
    {
        var email = await stores.AddUserAsync("unlocked");

        var result = await ExecuteAsync("unlock-user", ("user", email), ("reason", "called in"));

        Assert.True(result.Success, result.Message);
        Assert.Contains("Nothing to clear", result.Data!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tokens_of_a_user_are_revoked()
    {
        var email = await stores.AddUserAsync("revoked");

        var result = await ExecuteAsync("revoke-tokens", ("user", email), ("reason", "lost laptop"));

        Assert.True(result.Success, result.Message);
        Assert.Contains($"Ended all sessions of {email}", result.Data!.Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("revoke-tokens", "--all")]
    [InlineData("revoke-tokens", "--dry-run")]
    [InlineData("disable-user", "--help")]
    [InlineData("unlock-user", "--version")]
    [InlineData("show-user", "-h")]
    [InlineData("show-user", "--")]
    [InlineData("show-user", "@/etc/passwd")]
    public async Task A_user_is_never_taken_for_an_option(string command, string user)
    {
        var result = await ExecuteAsync(command, ("user", user), ("reason", "--dry-run"));

        Assert.False(result.Success);
        Assert.Contains($"No such user: {user}", result.Data!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reason_is_never_taken_for_an_option()
    {
        var email = await stores.AddUserAsync("reasoned");

        var result = await ExecuteAsync("disable-user", ("user", email), ("reason", "--dry-run"));

        Assert.True(result.Success, result.Message);
        var shown = await stores.SecureAuthAsync("", "users", "show", email, "--output", "json");
        Assert.Contains("\"is_active\": false", shown.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("user")]
    [InlineData("reason")]
    public async Task A_change_needs_a_user_and_a_reason(string blank)
    {
        var email = await stores.AddUserAsync($"no-{blank}");

        var result = await ExecuteAsync(
            "disable-user", ("user", blank == "user" ? "  " : email), ("reason", blank == "reason" ? "  " : "left"));

        Assert.False(result.Success);
        Assert.Null(result.Data);
    }

    [Theory]
    [InlineData("unlock-user")]
    [InlineData("disable-user")]
    [InlineData("revoke-tokens")]
    public async Task A_change_asks_for_a_reason_and_for_confirmation(string name)
    {
        await using var model = await Model.OfRunAsync();
        var command = model.Annotations<ResourceCommandAnnotation>("api").Single(command => command.Name == name);

        Assert.NotEmpty(command.ConfirmationMessage!);
        Assert.Equal([("user", true), ("reason", true)], command.Arguments.Select(input => (input.Name, input.Required)));
    }

    [Fact]
    public async Task The_settings_for_the_command_line_are_in_a_file_that_only_the_owner_reads()
    {
        var email = await stores.AddUserAsync("listed");
        using var folder = TemporaryFolder.Create("secureauth-operator-");
        await using var model = await stores.ModelAsync("--data", folder.Path);
        await using var app = await model.BuildAsync(TestContext.Current.CancellationToken);

        await model.Eventing.PublishAsync(
            new BeforeResourceStartedEvent(model.Find("api"), app.Services), TestContext.Current.CancellationToken);

        var file = Path.Combine(folder.Path, "operator.env");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        var settings = (await File.ReadAllLinesAsync(file)).Select(line => line.Split(' ', 2)[1].Split('=', 2))
            .ToDictionary(parts => parts[0], parts => parts[1].Trim('\''));
        var shown = await AppHostProcess.RunAsync("CommandLine", ["users", "show", email], settings);
        Assert.True(shown.ExitCode == 0, shown.Error);
    }

    private async Task<ExecuteCommandResult> ExecuteAsync(string command, params (string Name, string Value)[] inputs)
    {
        await using var model = await stores.ModelAsync();
        await using var app = await model.BuildAsync(TestContext.Current.CancellationToken);
        var annotation = model.Annotations<ResourceCommandAnnotation>("api").Single(candidate => candidate.Name == command);
        return await app.Services.GetRequiredService<ResourceCommandService>().ExecuteCommandAsync(
            model.Find("api"),
            command,
            new InteractionInputCollection(
            [
                .. inputs.Where(input => annotation.Arguments.Any(argument => argument.Name == input.Name)).Select(
                    input => new InteractionInput { Name = input.Name, InputType = InputType.Text, Value = input.Value }),
            ]),
            TestContext.Current.CancellationToken);
    }
}
