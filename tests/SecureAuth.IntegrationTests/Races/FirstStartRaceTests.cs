using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Races;

/// <summary>Instances that start at the same moment on a new installation make its keys once.</summary>
[Collection(typeof(RacesRunAlone))]
public sealed class FirstStartRaceTests(Replicas replicas)
{
    [Fact]
    public async Task Two_first_instances_make_one_set_of_keys()
    {
        for (var round = 0; round < 2; round++)
        {
            await using var own = await OwnDatabase.CreateAsync(replicas.System);
            var instances = await Race.RunAsync(Enumerable.Repeat(() => ApiProcess.StartAsync(own.With()), 2));
            await using var first = instances[0];
            await using var second = instances[1];

            Assert.Equal(1, await own.Database.ScalarAsync<long>("SELECT count(*) FROM signing_keys"));
            Assert.Equal(3, await own.Database.ScalarAsync<long>("SELECT count(*) FROM server_secrets"));
            Assert.Equal(await KeysAsync(first), await KeysAsync(second));
            await ServesTokensOfAsync(first, second);
            await ServesTokensOfAsync(second, first);
        }
    }

    private static async Task<string> KeysAsync(ApiProcess instance) =>
        (await new TestClient(instance).GetAsync("/.well-known/jwks.json")).Body;

    private static async Task ServesTokensOfAsync(ApiProcess one, ApiProcess other)
    {
        var user = await SignedInUser.CreateAsync(new TestClient(one));
        var elsewhere = user.Client.Through(other);
        Assert.Equal(HttpStatusCode.OK, (await elsewhere.MeAsync(user.AccessToken)).Status);
        Assert.Equal(HttpStatusCode.OK, (await elsewhere.RefreshAsync(user.RefreshToken)).Status);
    }
}
