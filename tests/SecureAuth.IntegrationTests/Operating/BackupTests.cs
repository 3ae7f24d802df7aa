using System.Net;
using System.Security.Cryptography;
using SecureAuth.IntegrationTests.Stack;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.Operating;

/// <summary>
/// A backup is restored on an empty server, with an empty Redis and new passwords of the roles. Only the master key and the
/// pepper are the same.
/// </summary>
public sealed class BackupTests(TestSystem system)
{
    private const string Backup = "Back up";
    private const string Restore = "Restore";
    private const string Afterwards = "After a restore";

    public static readonly string[] Headings = [Backup, Restore, Afterwards];

    private const string Audit =
        "SELECT count(*) || ' ' || md5(string_agg(a::text, E'\n' ORDER BY id)) FROM audit_events a WHERE id <= $1";

    [Fact]
    public async Task Everybody_signs_in_on_the_restored_server_and_what_was_revoked_stays_revoked()
    {
        await using var installation = await Installation.CreateAsync(system);
        var enrolled = await EnrolledUser.CreateAsync(installation.Database, installation.NewClient());
        using var passkey = await PasskeyUser.CreateAsync(installation.NewClient());
        var signedOut = await SignedInUser.CreateAsync(installation.NewClient());
        await signedOut.Client.LogoutAsync(signedOut.AccessToken);
        var refreshed = await (await SignedInUser.CreateAsync(installation.NewClient())).RefreshedAsync();

        await installation.FollowAsync(Backup);
        var last = await installation.Database.ScalarAsync<long>("SELECT max(id) FROM audit_events");
        var audit = await installation.Database.ScalarAsync<string>(Audit, last);
        await installation.StopAsync();
        using var folder = TemporaryFolder.Create("secureauth-restore-");
        await using var server = await EmptyServerAsync(folder);
        await using var redis = await EmptyRedisAsync();
        installation.MoveTo(
            server.ConnectionString, server.ConnectionStringFor("secureauth_api", NewPassword()),
            server.ConnectionStringFor("secureauth_operator", NewPassword()), redis.ConnectionString);
        await installation.FollowAsync(Restore);
        await installation.RestartAsync();

        Assert.Equal(audit, await installation.Database.ScalarAsync<string>(Audit, last));
        var api = installation.Api;
        await IsRefusedAsync(signedOut, api);
        refreshed = await (refreshed with { Client = refreshed.Client.Through(api) }).RefreshedAsync();
        Assert.Equal(HttpStatusCode.OK, (await refreshed.Client.MeAsync(enrolled.User.AccessToken)).Status);
        enrolled = enrolled with
        {
            Database = installation.Database, User = enrolled.User with { Client = enrolled.Client.Through(api) },
        };
        var signedIn = await enrolled.SignInAsync();
        Assert.Equal(HttpStatusCode.OK, (await signedIn.Client.MeAsync(signedIn.AccessToken)).Status);
        var recovered = await enrolled.Client.CompleteAsync(
            await enrolled.ChallengeAsync(), enrolled.RecoveryCodes[0], "recovery_code");
        Assert.True(recovered.Status == HttpStatusCode.OK, recovered.ToString());
        var withPasskey = await passkey.Client.Through(api).PasskeyLoginAsync(passkey.Authenticator);
        Assert.True(withPasskey.Status == HttpStatusCode.OK, withPasskey.ToString());

        await installation.FollowAsync(Afterwards);

        await signedIn.IsSignedOutAsync();
        await IsRefusedAsync(refreshed, api);
        Assert.Empty(api.Log.Errors);
    }

    private static async Task IsRefusedAsync(SignedInUser user, RunningApi api)
    {
        var client = user.Client.Through(api);
        Problems.Is("invalid_token", await client.MeAsync(user.AccessToken));
        Problems.Is("invalid_refresh_token", await client.RefreshAsync(user.RefreshToken));
    }

    private static async Task<PostgresServer> EmptyServerAsync(TemporaryFolder folder)
    {
        var server = await PostgresServer.StartAsync(
            new PostgresServerOptions
            {
                Folder = folder.Subfolder("postgres"),
                OwnerPassword = NewPassword(),
                Throwaway = true,
            },
            TestContext.Current.CancellationToken);

        // The operator creates the database.
        await using var maintenance = new Database($"{server.ConnectionString};Database=postgres");
        await maintenance.ExecuteAsync($"DROP DATABASE {PostgresServer.Database}");
        return server;
    }

    private static async Task<RedisServer> EmptyRedisAsync()
    {
        Assert.SkipUnless(RedisServer.IsInstalled, "There is no redis-server on the PATH.");
        return await RedisServer.StartAsync(
            new RedisServerOptions { Password = NewPassword() }, TestContext.Current.CancellationToken);
    }

    private static string NewPassword() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}
