using System.Net;
using SecureAuth.IntegrationTests.Faults;
using SecureAuth.IntegrationTests.Sessions;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Keys;

/// <summary>A replica that has not read the keys lately.</summary>
public sealed class StaleSigningKeyTests(TestSystem system)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_request_reads_the_keys_if_nobody_has_read_them_for_a_second()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var api = await own.StartProcessAsync();
        var user = await SignedInUser.CreateAsync(new TestClient(api));
        await using var still = await StillReplica.StartAsync(system, own.Settings.ForApi());
        await own.Settings.KeysAsync("retire", user.KeyOf(), "--yes");
        Assert.Equal(HttpStatusCode.OK, await still.StatusAsync(user));

        still.Time.Advance(Second);

        Assert.Equal(HttpStatusCode.Unauthorized, await still.StatusAsync(user));
    }

    [Fact]
    public async Task A_request_waits_for_another_read_if_the_keys_arrive_too_late_to_be_fresh()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var api = await own.StartApiAsync(own.Settings.Patience);
        var client = new TestClient(api);
        var user = await SignedInUser.CreateAsync(client);

        Task<Response> waiting;
        await using (await own.BlockReadsAsync("signing_keys"))
        {
            await Task.Delay(Second, TestContext.Current.CancellationToken);
            waiting = client.MeAsync(user.AccessToken);
            await Task.Delay(Second, TestContext.Current.CancellationToken);
            Assert.False(waiting.IsCompleted);
        }

        Assert.Equal(HttpStatusCode.OK, (await waiting).Status);
    }

    [Fact]
    public async Task The_first_token_of_a_new_key_is_accepted_by_a_replica_that_has_not_heard_of_the_key()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var api = await own.StartProcessAsync();
        var user = await SignedInUser.CreateAsync(new TestClient(api));
        await using var still = await StillReplica.StartAsync(system, own.Settings.ForApi());
        await own.Settings.KeysAsync("retire", user.KeyOf(), "--yes");
        await Eventually.IsTrueAsync(
            async () => (user = await user.RefreshedAsync()).KeyOf() is var key
                && (await own.Database.SigningKeysAsync())[^1].KeyId == key,
            "the new key signs");

        Assert.Equal(HttpStatusCode.OK, await still.StatusAsync(user));
    }

    [Fact]
    public async Task A_replica_that_loses_PostgreSQL_accepts_a_token_of_a_retired_key_for_a_second_at_most()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var proxy = new PostgresProxy(own.Settings.Api);
        await using var cutOff = await own.StartProcessAsync(("ConnectionStrings__secureauth", proxy.ConnectionString));
        await using var other = await own.StartApiAsync();
        var user = await SignedInUser.CreateAsync(new TestClient(other));
        var client = new TestClient(cutOff);
        Assert.Equal(HttpStatusCode.OK, (await client.MeAsync(user.AccessToken)).Status);
        var service = new ServiceCaller(client, own.Settings.ServiceSecret);

        proxy.FallSilent();
        await own.Settings.KeysAsync("retire", user.KeyOf(), "--yes");
        await Task.Delay(Second, TestContext.Current.CancellationToken);

        // The other replica goes on telling Redis which sessions have ended, so only the keys are unknown. Introspection needs
        // nothing else from PostgreSQL.
        Problems.Is("service_unavailable", await service.IntrospectAsync(user.AccessToken));
        Problems.Is("service_unavailable", await client.MeAsync(user.AccessToken));
        Problems.Is("invalid_token", await client.MeAsync("garbage"));

        proxy.Speak();
        await Eventually.IsTrueAsync(
            async () => (await client.MeAsync(user.AccessToken)).Status == HttpStatusCode.Unauthorized, "the token is refused");
        Assert.False(await service.IsActiveAsync(user.AccessToken));
    }
}
