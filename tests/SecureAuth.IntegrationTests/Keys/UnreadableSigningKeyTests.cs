using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Keys;

/// <summary>One signing key that cannot be decrypted, beside others that can.</summary>
public sealed class UnreadableSigningKeyTests(TestSystem system)
{
    /// <summary>The keys are read once a second.</summary>
    private static readonly TimeSpan SeenWithin = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task An_undecryptable_key_blocks_neither_a_new_key_nor_a_retirement()
    {
        await using var deployment = await KeyedDeployment.CreateAsync(system);
        await PrepareNextAsync(deployment);
        await using var api = await deployment.StartApiAsync(deployment.Settings.MasterKey);
        var user = await SignedInUser.CreateAsync(new TestClient(api));
        var first = KeyOf(user);
        await AddUnreadableAsync(deployment);

        await deployment.Database.ExecuteAsync(
            "UPDATE next SET activates_at = clock_timestamp(); INSERT INTO signing_keys SELECT * FROM next");
        await Eventually.IsTrueAsync(async () => KeyOf(await user.SignInAgainAsync()) != first, "the new key signs", SeenWithin);
        var later = await user.SignInAgainAsync();
        Assert.Equal(HttpStatusCode.OK, (await user.Client.MeAsync(user.AccessToken)).Status);

        await deployment.Database.ExecuteAsync("UPDATE signing_keys SET retires_at = clock_timestamp() WHERE key_id = $1", first);
        await Eventually.IsTrueAsync(
            async () => (await user.Client.MeAsync(user.AccessToken)).Status == HttpStatusCode.Unauthorized,
            "the retired key's token is refused",
            SeenWithin);
        Assert.Equal(HttpStatusCode.OK, (await user.Client.MeAsync(later.AccessToken)).Status);
        Assert.Equal(HttpStatusCode.OK, (await user.Client.GetAsync("/health")).Status);

        // It is logged once, although every reading meets the row.
        Assert.Single(api.Log.Records, record => record.GetProperty("Message").GetString()!.StartsWith(
            "The signing key unreadable cannot be used", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_decryptable_signing_key_no_session_starts()
    {
        await using var deployment = await KeyedDeployment.CreateAsync(system);
        await using var api = await deployment.StartApiAsync(deployment.Settings.MasterKey);
        var user = await SignedInUser.CreateAsync(new TestClient(api));
        await AddUnreadableAsync(deployment);

        await deployment.Database.ExecuteAsync(
            "UPDATE signing_keys SET retires_at = clock_timestamp() WHERE key_id <> 'unreadable'");

        await Eventually.IsTrueAsync(
            async () => (await user.Client.GetAsync("/health")).Status == HttpStatusCode.ServiceUnavailable,
            "the instance is not ready",
            SeenWithin);
        foreach (var response in new[]
        {
            await user.Client.LoginAsync(user.Account),
            await user.Client.RefreshAsync(user.RefreshToken),
        })
        {
            Problems.Is("service_unavailable", response);
        }

        Assert.Equal(1, await deployment.Database.ScalarAsync<long>("SELECT count(*) FROM sessions"));
        await deployment.Database.ExecuteAsync("UPDATE signing_keys SET retires_at = NULL");
        await Eventually.IsTrueAsync(
            async () => (await user.Client.RefreshAsync(user.RefreshToken)).Status == HttpStatusCode.OK,
            "the instance serves again",
            SeenWithin);
    }

    [Fact]
    public async Task A_token_of_an_undecryptable_key_is_503_and_one_of_an_unknown_key_401()
    {
        await using var deployment = await KeyedDeployment.CreateAsync(system);
        await AddUnreadableAsync(deployment);
        await using var api = await deployment.StartApiAsync(deployment.Settings.MasterKey);
        var user = await SignedInUser.CreateAsync(new TestClient(api));
        var token = Jwt.Read(user.AccessToken);

        Problems.Is("service_unavailable", await user.Client.MeAsync(token.WithHeader("kid", "unreadable").ToString()));
        Problems.Is("invalid_token", await user.Client.MeAsync(token.WithHeader("kid", "unknown").ToString()));
    }

    private static string KeyOf(SignedInUser user) => (string)Jwt.Read(user.AccessToken).Header["kid"]!;

    private static Task AddUnreadableAsync(KeyedDeployment deployment) => deployment.Database.ExecuteAsync(
        """
        INSERT INTO signing_keys (key_id, public_key, protected_private_key, created_at, activates_at)
        SELECT 'unreadable', public_key, protected_private_key, clock_timestamp(), clock_timestamp() FROM signing_keys
        """);

    /// <summary>Sets a second key aside. A migration creates one only if there is none.</summary>
    private static async Task PrepareNextAsync(KeyedDeployment deployment)
    {
        await deployment.Database.ExecuteAsync("CREATE TABLE first AS SELECT * FROM signing_keys; DELETE FROM signing_keys");
        await Cli.MigrateAsync(deployment.Settings);
        await deployment.Database.ExecuteAsync(
            """
            CREATE TABLE next AS SELECT * FROM signing_keys;
            DELETE FROM signing_keys;
            INSERT INTO signing_keys SELECT * FROM first
            """);
    }
}
