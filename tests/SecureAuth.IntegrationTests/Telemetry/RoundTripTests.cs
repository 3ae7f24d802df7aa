using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Telemetry;

/// <summary>The requests that a service receives most often ask PostgreSQL once.</summary>
[Collection(typeof(ObservedApiTests))]
public sealed class RoundTripTests(ObservedApi observed)
{
    [Fact]
    public async Task A_refresh_is_one_statement()
    {
        var user = await SignedInUser.CreateAsync(observed.NewClient());

        var trace = await Trace.OfAsync(observed.Collector, await user.Client.RefreshAsync(user.RefreshToken));

        Assert.Equal("rotate refresh token", Assert.Single(trace.Postgres).Name);
    }

    [Fact]
    public async Task A_profile_read_is_one_statement()
    {
        var user = await SignedInUser.CreateAsync(observed.NewClient());

        var trace = await Trace.OfAsync(observed.Collector, await user.Client.MeAsync(user.AccessToken));

        // Until the first copy of the revocations is made, PostgreSQL is asked for them too.
        Assert.Equal("find user", Assert.Single(trace.Postgres, span => span.Name != "check revocation").Name);
    }
}
