using System.Diagnostics;
using System.Net;
using SecureAuth.IntegrationTests.Stack;
using SecureAuth.IntegrationTests.Tokens;

namespace SecureAuth.IntegrationTests.Faults;

/// <summary>A change of roles is in force within a second, whatever Redis does.</summary>
[Collection(typeof(RedisFaultsRunAlone))]
public sealed class RoleFaultTests(RedisFaults faults)
{
    private const string Role = "auditor";

    [Fact]
    public async Task A_role_is_granted_while_Redis_is_down()
    {
        await faults.HaveRecoveredAsync();
        await faults.Redis.KillAsync();
        try
        {
            var granted = await IsInForceAsync("grant", [Role]);
            Assert.Contains("Redis did not respond", granted.Messages, StringComparison.Ordinal);
        }
        finally
        {
            await faults.Redis.StartAsync();
            await faults.HaveRecoveredAsync();
        }

        faults.NothingWasADefect();
    }

    [Fact]
    public async Task A_role_is_granted_while_Redis_hangs()
    {
        await faults.HaveRecoveredAsync();
        faults.Redis.Pause();
        try
        {
            await IsInForceAsync("grant", [Role]);
        }
        finally
        {
            faults.Redis.Resume();
            await faults.HaveRecoveredAsync();
        }

        faults.NothingWasADefect();
    }

    [Fact]
    public async Task A_flushed_Redis_forgets_no_change_of_roles()
    {
        await faults.HaveRecoveredAsync();
        var user = await SignedInUser.CreateAsync(faults.NewClient());
        await Cli.SucceedAsync(faults.Operators, "users", "grant", user.Account.Email, Role);
        var refreshed = await user.RefreshedAsync();
        await AreAsync(HttpStatusCode.Unauthorized, user.AccessToken);

        for (var i = 0; i < 5; i++)
        {
            await faults.Redis.ExecuteAsync("FLUSHALL");
            await AreAsync(HttpStatusCode.Unauthorized, user.AccessToken);
            await AreAsync(HttpStatusCode.OK, refreshed.AccessToken);
        }

        faults.NothingWasADefect();
    }

    [Fact]
    public async Task A_service_hears_of_a_change_without_Redis_within_a_second()
    {
        await faults.HaveRecoveredAsync();
        var user = await SignedInUser.CreateAsync(faults.NewClient());
        var service = faults.NewService();
        var cursor = (await service.ListAsync()).Cursor;
        await faults.Redis.KillAsync();
        try
        {
            var waiting = service.WaitForRolesAsync(user.Id, cursor);
            await Cli.SucceedAsync(faults.Operators, "users", "grant", user.Account.Email, Role);

            await waiting.WaitAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        }
        finally
        {
            await faults.Redis.StartAsync();
            await faults.HaveRecoveredAsync();
        }
    }

    private async Task<CliResult> IsInForceAsync(string command, string[] expected)
    {
        var user = await SignedInUser.CreateAsync(faults.NewClient());
        var result = await Cli.SucceedAsync(faults.Operators, "users", command, user.Account.Email, Role);
        var watch = Stopwatch.StartNew();

        var refreshed = await user.RefreshedAsync();
        Assert.Equal(expected, RolesClaim.Of(refreshed.AccessToken));
        await AreAsync(HttpStatusCode.OK, refreshed.AccessToken);
        if (TimeSpan.FromSeconds(1) - watch.Elapsed is { Ticks: > 0 } left)
        {
            await Task.Delay(left, TestContext.Current.CancellationToken);
        }

        await AreAsync(HttpStatusCode.Unauthorized, user.AccessToken);
        return result;
    }

    private async Task AreAsync(HttpStatusCode expected, string accessToken)
    {
        foreach (var client in new[] { faults.NewClient(), new TestClient(faults.Second) })
        {
            Assert.Equal(expected, (await client.MeAsync(accessToken)).Status);
        }
    }
}
