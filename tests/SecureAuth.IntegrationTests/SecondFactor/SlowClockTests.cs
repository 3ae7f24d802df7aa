using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.SecondFactor;

/// <summary>An instance whose clock is five minutes slow decides like the others and reports the offset.</summary>
public sealed class SlowClockTests : IAsyncDisposable
{
    private readonly TestSystem _system;
    private readonly InProcessApi _api;

    public SlowClockTests(TestSystem system)
    {
        _system = system;
        _api = new InProcessApi(system.Settings.ForApi(), new SlowClock());
    }

    [Fact]
    public async Task A_code_from_five_minutes_ago_is_refused_and_the_current_one_is_accepted()
    {
        var user = await EnrolledUser.CreateAsync(_system);
        var client = await NewClientAsync();
        var challenge = (await client.LoginAsync(user.User.Account))["temp_token"];
        var code = await user.UnusedCodeAsync();

        var old = await client.CompleteAsync(challenge, user.App.CodeOf(AuthenticatorApp.Step - 10));
        Problems.Is("invalid_code", old);
        var current = await client.CompleteAsync(challenge, code);
        Assert.True(current.Status == HttpStatusCode.OK, current.ToString());
    }

    [Fact]
    public async Task Credentials_older_than_five_minutes_are_not_fresh()
    {
        var user = await SignedInUser.CreateAsync(await NewClientAsync());
        Assert.Equal(HttpStatusCode.OK, (await user.Client.SetUpAsync(user.AccessToken)).Status);

        var stale = await user.StaleAsync(_system);
        Problems.Is("reauthentication_required", await stale.Client.SetUpAsync(stale.AccessToken));
    }

    [Fact]
    public async Task The_health_of_a_slow_clock_is_degraded()
    {
        var health = await (await NewClientAsync()).GetAsync("/health");
        Assert.Equal(HttpStatusCode.OK, health.Status);
        Assert.Equal("Degraded", health.Body);
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    private async Task<TestClient> NewClientAsync()
    {
        var client = new TestClient(_api.CreateClient());
        await Eventually.IsTrueAsync(
            async () => (await client.GetAsync("/health")).Status == HttpStatusCode.OK, "the instance is ready");
        await _api.SigningKeyAsync();
        return client;
    }

    private sealed class SlowClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - TimeSpan.FromMinutes(5);
    }
}
