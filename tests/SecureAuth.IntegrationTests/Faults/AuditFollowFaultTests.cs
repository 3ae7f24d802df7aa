using System.Text.Json;
using SecureAuth.IntegrationTests.AdminCli;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Faults;

/// <summary><c>audit list --follow</c> outlives PostgreSQL.</summary>
[Collection(typeof(PostgresFaultsRunAlone))]
public sealed class AuditFollowFaultTests(PostgresFaults faults)
{
    [Fact]
    public async Task Following_goes_on_after_a_restart_and_shows_each_event_once()
    {
        await InsertAsync("before");
        await using var command = await RunningCommand.StartAsync(
            faults.Settings.ForOperators(), "audit", "list", "--follow", "--since", "1h", "--output", "json");
        await command.ShowsAsync(Is("before"), "the event before the restart");

        await faults.StopAsync();
        await Eventually.IsTrueAsync(() => command.Lines.Contains("trying again"), "the outage is reported");
        await faults.RestartAsync();
        faults.Database.CloseIdleConnections();
        await InsertAsync("after");
        await command.ShowsAsync(Is("after"), "the event after the restart");

        Assert.Equal(0, await command.InterruptAsync());
        Assert.Single(command.Documents, document => Is("before")(document));
        Assert.Single(command.Documents, document => Is("after")(document));
        Assert.Single(command.Lines.All, line => line.StartsWith("warning:", StringComparison.Ordinal));
    }

    private static Func<JsonElement, bool> Is(string reason) =>
        document => document.GetProperty("reason").GetString() == reason;

    private Task InsertAsync(string reason) => faults.Database.ExecuteAsync(
        "INSERT INTO audit_events (event, outcome, actor_kind, trace_id, reason) VALUES (200, 1, 1, 'trace', $1)", reason);
}
