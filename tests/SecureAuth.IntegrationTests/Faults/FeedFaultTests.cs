using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Faults;

/// <summary>A service that waits at one replica learns of a sign-out on another within a second, whatever Redis does.</summary>
[Collection(typeof(RedisFaultsRunAlone))]
public sealed class FeedFaultTests(RedisFaults faults)
{
    private const int SignOuts = 5;

    [Fact]
    public async Task With_Redis_a_sign_out_is_reported_within_a_second()
    {
        await faults.HaveRecoveredAsync();

        await AreReportedAsync();
    }

    [Fact]
    public async Task Without_Redis_a_sign_out_is_reported_within_a_second()
    {
        await faults.HaveRecoveredAsync();
        await faults.Redis.KillAsync();
        try
        {
            await AreReportedAsync();
        }
        finally
        {
            await faults.Redis.StartAsync();
            await faults.HaveRecoveredAsync();
        }

        faults.NothingWasADefect();
    }

    [Fact]
    public async Task With_a_hanging_Redis_a_sign_out_is_reported_within_a_second()
    {
        await faults.HaveRecoveredAsync();
        faults.Redis.Pause();
        try
        {
            await AreReportedAsync();
        }
        finally
        {
            faults.Redis.Resume();
            await faults.HaveRecoveredAsync();
        }

        faults.NothingWasADefect();
    }

    /// <summary>Measures from the response to the sign-out, because it is acknowledged only then.</summary>
    private async Task AreReportedAsync()
    {
        var service = faults.NewService();
        var cursor = (await service.ListAsync()).Cursor;
        for (var i = 0; i < SignOuts; i++)
        {
            var user = await SignedInUser.CreateAsync(faults.NewClient());
            var waiting = service.WaitForAsync(user.SessionId, cursor);
            await user.Client.LogoutAsync(user.AccessToken);

            var page = await waiting.WaitAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);

            cursor = page.Cursor;
        }
    }
}
