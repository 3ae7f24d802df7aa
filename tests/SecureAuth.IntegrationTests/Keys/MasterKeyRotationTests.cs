using System.Net;
using System.Text.Json;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Keys;

/// <summary>A new master key replaces the old one without an interruption.</summary>
public sealed class MasterKeyRotationTests(TestSystem system, EnrolledDatabase enrolled) : IClassFixture<EnrolledDatabase>
{
    private readonly string _new = Settings.NewKey();

    [Fact]
    public async Task After_a_rewrap_the_new_master_key_suffices_for_all_existing_data()
    {
        await using var deployment = await enrolled.CopyAsync();
        var old = deployment.Settings.MasterKey;
        var user = enrolled.User.User;
        await using (var between = await deployment.StartApiAsync(_new, old))
        {
            await IsServedAsync(between);
            await deployment.RewrapAsync([_new, old]);

            // The instance keeps running, and a new one can decrypt the rewrapped keys.
            await IsServedAsync(between);
            await using var replica = await deployment.StartReplicaAsync(_new, old);
            await IsServedAsync(replica);
        }

        await using var last = await deployment.StartApiAsync(_new);
        await IsServedAsync(last);
        Assert.Equal(HttpStatusCode.OK, (await user.Client.Through(last).RefreshAsync(user.RefreshToken)).Status);
        await EnrolledUser.CreateAsync(deployment.Database, new TestClient(last));

        async Task IsServedAsync(RunningApi api)
        {
            var client = user.Client.Through(api);
            Assert.Equal(HttpStatusCode.OK, (await client.MeAsync(user.AccessToken)).Status);
            var signedIn = await deployment.SignInAsync(client, enrolled.User);
            Assert.True(signedIn.Status == HttpStatusCode.OK, signedIn.ToString());
            Assert.Empty(api.Log.Errors);
        }
    }

    [Fact]
    public async Task A_rewrap_reports_which_master_keys_are_needed_and_which_may_be_removed()
    {
        await using var deployment = await KeyedDeployment.CreateAsync(system);
        var old = deployment.Settings.MasterKey;

        var first = (await deployment.RewrapAsync([_new, old])).Json;
        var second = (await deployment.RewrapAsync([_new, old])).Json;

        Assert.Equal(1, Count(first, "ring_elements"));
        Assert.Equal([(_new, 0, 1, false), (old, 1, 0, true)], MasterKeysOf(first));
        Assert.False(second.GetProperty("changed").GetBoolean());
        Assert.Equal([(_new, 1, 1, false), (old, 0, 0, true)], MasterKeysOf(second));

        // There is one row, because the second run changed nothing.
        var row = Assert.Single(await deployment.Database.AuditOfEventAsync(AuditEvent.KeysRewrapped));
        Assert.Equal((ActorKind.Operator, "rotation"), (row.ActorKind, row.Reason));

        List<(string Key, int Before, int After, bool MayGo)> MasterKeysOf(JsonElement report) =>
        [
            .. report.GetProperty("master_keys").EnumerateArray().Select(state => (
                new[] { _new, old }.Single(key => RingForge.Fingerprint(key) == state.GetProperty("fingerprint").GetString()),
                Count(state, "needed_before"), Count(state, "needed_after"), state.GetProperty("may_go").GetBoolean())),
        ];
    }

    [Fact]
    public async Task A_dry_run_counts_the_same_and_changes_nothing()
    {
        await using var deployment = await enrolled.CopyAsync();
        string[] keys = [_new, deployment.Settings.MasterKey];
        await TurnTheRingAsync(deployment, keys[1]);
        var before = await KeptAsync(deployment);

        var dry = (await deployment.RewrapAsync(keys, "--dry-run")).Json;

        Assert.Equal(before, await KeptAsync(deployment));
        Assert.Empty(await deployment.Database.AuditOfEventAsync(AuditEvent.KeysRewrapped));
        var real = (await deployment.RewrapAsync(keys)).Json;
        Assert.True(dry.GetProperty("dry_run").GetBoolean());
        Assert.Equal(2, Count(dry, "ring_elements"));
        Assert.Equal(1, Count(dry, "totp_secrets"));
        Assert.Equal(WithoutDryRun(real), WithoutDryRun(dry));
    }

    [Fact]
    public async Task A_rewrap_re_encrypts_data_of_older_ring_keys_while_the_API_runs()
    {
        await using var deployment = await enrolled.CopyAsync();
        var key = deployment.Settings.MasterKey;
        var user = enrolled.User.User;
        await deployment.Database.AgeRingAsync(key);
        await using var api = await deployment.StartApiAsync(key);
        var pending = await SignedInUser.CreateAsync(new TestClient(api));
        await pending.Client.SetUpAsync(pending.AccessToken);
        Assert.Equal(2, await RingKeysInUseAsync(deployment));

        var report = (await deployment.RewrapAsync([key])).Json;

        Assert.Equal(0, Count(report, "ring_elements"));
        Assert.Equal(1, Count(report, "signing_keys"));
        Assert.Equal(5, Count(report, "server_secrets"));
        Assert.Equal(1, Count(report, "totp_secrets"));
        Assert.Equal(1, await RingKeysInUseAsync(deployment));
        var signedIn = await deployment.SignInAsync(user.Client.Through(api), enrolled.User);
        Assert.True(signedIn.Status == HttpStatusCode.OK, signedIn.ToString());
        await using var restarted = await deployment.StartApiAsync(key);
        Assert.Equal(HttpStatusCode.OK, (await user.Client.Through(restarted).MeAsync(user.AccessToken)).Status);
    }

    [Fact]
    public async Task More_secrets_than_one_batch_are_rewrapped_and_undecryptable_ones_are_kept()
    {
        await using var deployment = await enrolled.CopyAsync();
        var key = deployment.Settings.MasterKey;
        // A secret is bound to its user, so the original can be decrypted and none of the copies.
        await deployment.Database.ExecuteAsync(
            """
            WITH copies AS (
                INSERT INTO users SELECT (jsonb_populate_record(u, jsonb_build_object(
                    'id', gen_random_uuid(), 'email', i || '@copies.test', 'normalized_email', i || '@COPIES.TEST'))).*
                FROM users u, generate_series(1, 450) i RETURNING id)
            INSERT INTO totp_credentials (user_id, protected_secret, last_used_step, created_at, confirmed_at)
            SELECT c.id, t.protected_secret, t.last_used_step, t.created_at, t.confirmed_at FROM totp_credentials t, copies c
            """);
        await TurnTheRingAsync(deployment, key);

        var result = await deployment.RewrapAsync([key]);

        Assert.Equal(1, Count(result.Json, "totp_secrets"));
        Assert.Equal(450, Count(result.Json, "unreadable"));
        Assert.Contains("450", result.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_API_logs_at_its_start_which_master_keys_are_still_needed()
    {
        await using var deployment = await KeyedDeployment.CreateAsync(system);
        string[] keys = [_new, deployment.Settings.MasterKey];
        var (newest, old) = (RingForge.Fingerprint(keys[0]), RingForge.Fingerprint(keys[1]));

        await using (var before = await deployment.StartApiAsync(keys))
        {
            await SaysAsync(before, $"{newest} is the newest and needed by 0; {old} is still needed by 1");
        }

        await deployment.RewrapAsync(keys);
        await using var after = await deployment.StartApiAsync(keys);
        await SaysAsync(after, $"{newest} is the newest and needed by 1; {old} is no longer needed and can be removed");
        Assert.DoesNotContain(keys, after.Log.Contains);
    }

    /// <summary>Ages the ring key, and lets an instance of the API create a new one, as it does every 90 days.</summary>
    private static async Task TurnTheRingAsync(KeyedDeployment deployment, string masterKey)
    {
        await deployment.Database.AgeRingAsync(masterKey);
        await using var api = await deployment.StartApiAsync(masterKey);
        await Eventually.IsTrueAsync(
            async () => await deployment.Database.ScalarAsync<long>("SELECT count(*) FROM data_protection_keys") == 2,
            "another ring key is made");
    }

    private static Task SaysAsync(RunningApi api, string text) => Eventually.IsTrueAsync(() => api.Log.Contains(text), text);

    private static async Task<string> KeptAsync(KeyedDeployment deployment) => string.Concat(
        await deployment.Database.ScalarAsync<string>("SELECT string_agg(xml, '' ORDER BY id) FROM data_protection_keys"),
        await deployment.Database.ScalarAsync<string>("SELECT string_agg(k::text, '' ORDER BY key_id) FROM signing_keys k"),
        await deployment.Database.ScalarAsync<string>("SELECT string_agg(s::text, '' ORDER BY purpose) FROM server_secrets s"),
        await deployment.Database.ScalarAsync<string>("SELECT string_agg(t::text, '' ORDER BY user_id) FROM totp_credentials t"));

    private static Task<long> RingKeysInUseAsync(KeyedDeployment deployment) => deployment.Database.ScalarAsync<long>(
        """
        SELECT count(DISTINCT substring(c FROM 1 FOR 20)) FROM (
            SELECT protected_private_key FROM signing_keys
            UNION ALL SELECT protected_key FROM server_secrets
            UNION ALL SELECT protected_secret FROM totp_credentials) s (c)
        """)!;

    private static int Count(JsonElement report, string name) => report.GetProperty(name).GetInt32();

    private static string WithoutDryRun(JsonElement report) => string.Join(
        ' ', report.EnumerateObject().Where(member => member.Name != "dry_run").Select(member => member.Value.GetRawText()));
}
