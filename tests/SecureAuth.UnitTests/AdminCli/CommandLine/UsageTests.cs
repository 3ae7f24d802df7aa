using System.CommandLine;
using SecureAuth.AdminCli;
using SecureAuth.AdminCli.CommandLine;

namespace SecureAuth.UnitTests.AdminCli.CommandLine;

public sealed class UsageTests
{
    private const string Id = "0190b6f4-7c1e-7d3a-9f52-0c6a1b2d3e4f";

    [Theory]
    [InlineData("migrate")]
    [InlineData("migrate --dry-run --output json")]
    [InlineData("users list")]
    [InlineData($"users list --locked --disabled --role admin --limit 1000 --after {Id} --no-color --verbose")]
    [InlineData("users show alice@example.com --output table")]
    [InlineData("users unlock alice@example.com --reason @desk --dry-run --yes")]
    [InlineData($"users disable {Id}")]
    [InlineData("users enable alice@example.com")]
    [InlineData("users create alice@example.com --password-stdin")]
    [InlineData("users create alice@example.com --display-name Alice --role admin --password-stdin --reason new --dry-run")]
    [InlineData("users set-password alice@example.com --password-stdin --yes")]
    [InlineData("users reset-2fa alice@example.com --yes --wide")]
    [InlineData("users create alice@example.com --username alice --field department=Sales --field a=b=c --password-stdin")]
    [InlineData("users set-field alice@example.com department Sales --reason new --dry-run")]
    [InlineData("users set-field alice department --remove")]
    [InlineData("users set-username alice@example.com alice")]
    [InlineData("users set-username alice@example.com --remove --yes")]
    [InlineData("sessions list alice@example.com")]
    [InlineData("tokens revoke --user alice@example.com")]
    [InlineData($"tokens revoke --session {Id}")]
    [InlineData("tokens revoke --refresh-token-stdin")]
    [InlineData("tokens revoke --all --yes --reason leak")]
    [InlineData("keys list --output json")]
    [InlineData("keys rotate --reason drill --dry-run")]
    [InlineData("keys retire _f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVE --reason leak --yes")]
    [InlineData("audit list --user alice@example.com --event signed_in --event signed_out --since 7d --until 24h --limit 5")]
    [InlineData("audit list --follow --output json")]
    [InlineData("audit list --watch")]
    [InlineData("users show alice@example.com --watch 10")]
    [InlineData("audit export --since 2026-11-01T00:00:00Z --until 2026-12-01")]
    [InlineData("completion bash")]
    public void Correct_usage_is_parsed(string line) => Assert.Empty(Parse(line).Errors);

    [Theory]
    [InlineData("")]
    [InlineData("users")]
    [InlineData("users lits")]
    [InlineData("users create alice@example.com --username a@b --password-stdin")]
    [InlineData("users create alice@example.com --field department --password-stdin")]
    [InlineData("users set-field alice@example.com department")]
    [InlineData("users set-field alice@example.com department Sales --remove")]
    [InlineData("users set-username alice@example.com")]
    [InlineData("users set-username alice@example.com alice@example.com")]
    [InlineData("users show")]
    [InlineData("users show a b")]
    [InlineData("users list --limit 0")]
    [InlineData("users list --limit 1001")]
    [InlineData("users list --limit many")]
    [InlineData("users list --after yesterday")]
    [InlineData("users list --output xml")]
    [InlineData("users list --output 1")]
    [InlineData("users list --output")]
    [InlineData("users list --yes")]
    [InlineData("users create alice@example.com")]
    [InlineData("users create alice --password-stdin")]
    [InlineData("users create alice@example.com --role two\twords --password-stdin")]
    [InlineData("users create alice@example.com --password-stdin secret")]
    [InlineData("users set-password alice@example.com")]
    [InlineData("tokens revoke --session 12")]
    [InlineData("keys retire")]
    [InlineData("keys list --yes")]
    [InlineData("audit list --event sign_in_refuse")]
    [InlineData("audit list --event 200")]
    [InlineData("audit list --event none")]
    [InlineData("audit list --since yesterday")]
    [InlineData("audit list --before x")]
    [InlineData("audit list --follow --until 1h")]
    [InlineData("audit list --follow --before 7")]
    [InlineData("audit list --watch 0")]
    [InlineData("users show --watch alice@example.com")]
    [InlineData("completion tcsh")]
    public async Task Wrong_usage_exits_with_2(string line) =>
        Assert.Equal(
            2, await CommandTree.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), SilentHost.Create()));

    [Theory]
    [InlineData("tokens revoke")]
    [InlineData("tokens revoke --all --user alice@example.com")]
    [InlineData($"tokens revoke --session {Id} --refresh-token-stdin")]
    [InlineData("tokens revoke --all false")]
    [InlineData("tokens revoke --all=false")]
    public void Exactly_one_target_is_revoked(string line) => Assert.NotEmpty(Parse(line).Errors);

    [Fact]
    public void A_reason_has_a_maximum_length() =>
        Assert.NotEmpty(Parse($"users unlock alice@example.com --reason {new string('x', 501)}").Errors);

    [Fact]
    public void Every_command_has_an_example_with_its_name()
    {
        var commands = CommandTree.Create().Subcommands.SelectMany(Leaves).ToList();

        Assert.NotEmpty(commands);
        Assert.All(commands, c => Assert.Contains($"secureauth {c.Path}", c.Command.Example, StringComparison.Ordinal));
    }

    private static IEnumerable<(string Path, DocumentedCommand Command)> Leaves(Command command) =>
        command.Subcommands.Count == 0
            ? [(command.Name, (DocumentedCommand)command)]
            : command.Subcommands.Select(c => ($"{command.Name} {c.Name}", (DocumentedCommand)c));

    private static ParseResult Parse(string line) => CommandTree.Parse(line.Split(' '));
}
